/** What the tests of the bench ask of its page, and the layer they hold it to. */
import { readParameters } from "@convoke/studies";
import type { Page } from "playwright-core";
import { LAYER, type Layer, layerOf } from "../../lab/src/pages/bench/layer.ts";

export type Given = Readonly<Record<string, string | number>>;

export const layerWith = (given: Given): Layer => layerOf(readParameters(LAYER, given));

/** The address of a view of the bench. */
export const benchAt = (view: string, given: Given): string =>
  `#/bench/${view}?${new URLSearchParams(Object.entries(given).map(([k, v]) => [k, `${v}`]))}`;

/** Grids whose name begins so: which of their elements have a class. */
export const lit = (page: Page, name: string, mark: string): Promise<number[][]> =>
  page.evaluate(
    `[...document.querySelectorAll('[role=grid][aria-label^="${name}"]')].map((grid) =>
      [...grid.querySelectorAll("td.${mark}")].map((cell) => Number(cell.dataset.at)))`,
  );

/** What stands in the cells of those grids, without the small words in their corners. */
export const textsOf = (page: Page, name: string): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('[role=grid][aria-label^="${name}"] td')].map((cell) =>
      cell.lastChild?.textContent ?? "")`,
  );

export const numbersOf = async (page: Page, name: string): Promise<number[]> =>
  (await textsOf(page, name)).map((text) => Number(text.replace("−", "-")));

/** A cell of the first grid whose name begins so. */
export const cell = (page: Page, name: string, at: number) =>
  page.locator(`[role=grid][aria-label^="${name}"]`).first().locator(`td[data-at="${at}"]`);
