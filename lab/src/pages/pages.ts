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

/** Those that read what stands behind their name; of the others nothing does. */
const WITH_PARTS: readonly PageName[] = ["bench", "studies", "workshop"];

/** `bench/window` → the page and what is left for it to read; null for a page that does not exist. */
export function pageAt(path: string): { readonly name: PageName; readonly rest: string } | null {
  const [first, ...rest] = path.split("/");
  const name = PAGE_NAMES.find((one) => one === (first || "home"));
  if (name === undefined || (rest.length > 0 && !WITH_PARTS.includes(name))) return null;
  return { name, rest: rest.join("/") };
}
