/** Numbers as a page writes them: with a real minus sign. What is typed may have either. */
import { shown } from "@convoke/studies";

export const withMinus = (text: string): string => text.replaceAll("-", "−");

export const minus = (value: number): string => withMinus(shown(value));

/** As it is read: `-1/3`. */
export const withHyphen = (text: string): string => text.replaceAll("−", "-");
