/** An error as a reader of the page reads it; what has no Chinese is marked as English. */
import { language } from "../state/language.ts";
import { said } from "../state/refusals.ts";

export function Refusal({ of }: { readonly of: string }) {
  const { text, language: written } = said(of);
  return <span lang={written === language.value ? undefined : written}>{text}</span>;
}
