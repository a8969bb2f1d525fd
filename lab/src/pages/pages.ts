/** The pages, each loaded when it is first opened: a line here is all that a new one needs. */
import type { ComponentType } from "preact";

export interface PageProps {
  /** What stands behind the name of the page in the address: `window` of `bench/window`. */
  readonly rest: string;
}

export const PAGES = {
  home: () => import("./home/home.tsx"),
  bench: () => import("./bench/bench.tsx"),
  studies: () => import("./studies/studies.tsx"),
  workshop: () => import("./workshop/workshop.tsx"),
  cost: () => import("./cost/cost.tsx"),
  models: () => import("./models/models.tsx"),
  glossary: () => import("./glossary/glossary.tsx"),
} satisfies Record<string, () => Promise<{ default: ComponentType<PageProps> }>>;

export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = Object.keys(PAGES) as PageName[];

/** `bench/window` → the page and what is left for it to read; null for a page that does not exist. */
export function pageAt(path: string): { readonly name: PageName; readonly rest: string } | null {
  const [first, ...rest] = path.split("/");
  const name = PAGE_NAMES.find((one) => one === (first || "home"));
  return name === undefined ? null : { name, rest: rest.join("/") };
}
