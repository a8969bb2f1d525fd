/** Words of cells that are typed into. */
import { words } from "../state/language.ts";

/** Longer texts are cut: the sentence is about a cell. */
const MOST = 24;
const short = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);

const en = {
  badNumber: (text: string) =>
    `expected a finite number or a fraction such as 1/9 for a cell, got ${short(text.trim()) || "nothing"}`,
};

const zh: typeof en = {
  badNumber: (text) =>
    `单元格应为有限的数或 1/9 这样的分数，而不是${text.trim() === "" ? "空白" : ` ${short(text.trim())}`}`,
};

export const cellWords = words({ en, zh });
