/** Errors in Chinese, outside of the engine: what the library and the studies refuse, and the way to add more. */
export { LIBRARY } from "./library.ts";
export type { Phrases } from "./phrases.ts";
export { type InChinese, inChinese, type Refusals } from "./refusals.ts";
