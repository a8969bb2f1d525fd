/**
 * What a link holds: a page, and every parameter that differs from its standard value. The address
 * bar is the only place where the state of an experiment lies, so that a link is the experiment.
 *
 *     #/bench/window?kernel=1+0+-1&stride=2&lang=zh
 */
import type { Given } from "@convoke/studies";
import { computed, signal } from "@preact/signals";

export interface Address {
  /** Without slashes at its ends; the home page is "". */
  readonly page: string;
  readonly given: Given;
  /** A parameter that it names more than once, of which one value cannot count. */
  readonly twice?: string;
}

export function parseAddress(hash: string): Address {
  const [path, query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const page = path.replace(/^\/+|\/+$/g, "");
  const pairs = [...new URLSearchParams(query)];
  const twice = pairs.find(([name], i) => pairs.findIndex(([other]) => other === name) < i)?.[0];
  return { page, given: Object.fromEntries(pairs), ...(twice === undefined ? {} : { twice }) };
}

export function formatAddress({ page, given }: Address): string {
  const query = new URLSearchParams(
    Object.entries(given).map(([name, value]) => [name, `${value}`]),
  ).toString();
  return `#/${page}${query === "" ? "" : `?${query}`}`;
}

const here = signal(parseAddress(location.hash));
/** Where the page is; read it in a component, and the component follows. */
export const address = {
  get value(): Address {
    return here.value;
  },
  peek: (): Address => here.peek(),
};

/** The address that `here` was read from or written to last. */
let seen = location.hash;
/** Its page alone: who reads it is drawn anew when another page comes, and not at every change. */
export const pageNow = computed(() => here.value.page);

addEventListener("hashchange", () => {
  seen = location.hash;
  here.value = parseAddress(location.hash);
});

/** Browsers refuse addresses that change too often, and a drag changes them at every frame. */
const QUIET = 200;
let late: ReturnType<typeof setTimeout> | undefined;

/** Another page, which the button "back" leaves again. The language comes along. */
export function go(page: string, given: Given = {}): void {
  write();
  location.hash = linkTo(page, given);
}

/** The address of a page of this lab, in the language of now. */
export function linkTo(page: string, given: Given = {}): string {
  const { lang } = here.value.given;
  return formatAddress({ page, given: lang === undefined ? given : { ...given, lang } });
}

/** The same page with other parameters; undefined takes one out. */
export function change(values: Readonly<Record<string, string | number | undefined>>): void {
  const { page, given } = here.peek();
  const next = Object.entries({ ...given, ...values }).filter(([, v]) => v !== undefined);
  here.value = { page, given: Object.fromEntries(next) as Given };
  clearTimeout(late);
  late = setTimeout(write, QUIET);
}

/** What was set a moment ago is in the address from here on: before a reload, or nobody finds it again. */
export function write(): void {
  if (late === undefined) return;
  clearTimeout(late);
  late = undefined;
  // A link was followed, and the event that tells of it is still on its way: nothing is written over it.
  if (location.hash !== seen) return;
  history.replaceState(null, "", formatAddress(here.peek()));
  seen = location.hash;
}
// Before a link is followed, so that "back" leads to what was set last.
addEventListener(
  "click",
  ({ target }) => target instanceof Element && target.closest("a") && write(),
  {
    capture: true,
  },
);
addEventListener("pagehide", write);

/** The whole address of now, for a person to pass on. */
export const linkOfNow = (): string => new URL(formatAddress(here.value), location.href).href;
