/** Where a visitor was on each page: who comes back finds the experiment as it was left. */
import { effect } from "@preact/signals";
import { type PageName, pageAt } from "../pages/pages.ts";
import { type Address, address, linkTo } from "./address.ts";

const last = new Map<PageName, Address>();

effect(() => {
  const at = pageAt(address.value.page);
  if (at) last.set(at.name, address.value);
});

/** The page as it was left, or its beginning. */
export function linkToPage(name: PageName): string {
  const { page, given } = last.get(name) ?? { page: name === "home" ? "" : name, given: {} };
  const { lang: _, ...rest } = given;
  return linkTo(page, rest);
}
