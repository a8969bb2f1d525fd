import { heading, text } from "./svg.ts";

/** Lines of words; as many as there is room for. */
export const list = (title: string, lines: readonly string[]): string =>
  heading(title) + lines.map((line, i) => text(20, 48 + 20 * i, line, "")).join("");
