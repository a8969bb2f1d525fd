/** A link is the experiment: every control of every page is in the address, and comes back out of it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
/** Where things are set, page after page; what comes of it is opened elsewhere. */
let here: Opened;
beforeAll(async () => {
  lab = await openLab();
  if (lab) here = await lab.page("#/glossary");
});
afterAll(() => lab?.close());

/** Every page with controls of its own, and what they cannot be moved to: texts, and places. */
const GIVEN: Readonly<Record<string, string>> = {
  "": "kernel=sobel-y&split=20&zoom=2&x=0.25&y=0.75",
  "bench/window": "at=7&w=1+0+-1+2+0+-2+1+0+-1",
  "bench/borders": "at=1",
  "bench/toeplitz": "at=5",
  "bench/backward": "at=3&sent=5",
  "bench/receptive": "stack=k3+k3s2+pool2&length=20&unit=1:4",
  "bench/winograd": "draw=4",
  "bench/frequency": "typed=1+2+1",
  "bench/im2col": "at=2&real=ic3ih8oc4kh3",
  "bench/network": "example=7",
  "bench/engine": "layer=ic3ih8oc4kh3",
  cost: "layer=ic16ih28oc8kh3ph1&pinned=ic8ih28oc8kh3ph1",
  "workshop/compose": "kernel=1+2+1&with=1+-1",
  "workshop/factor": "kernel=1+2+1;2+4+2;1+2+1",
  "workshop/stencil": "form=direction&along=1+2+2&nodes=-1+0+2",
  "workshop/gaussian": "kernel=1+2+1",
  models: "model=lenet&layer=2&out=3&in=1&input=1+1+28+28",
  "studies/6.3-1": "seed=7",
};

interface Shown {
  readonly hash: string;
  /** Label and state of everything that is set. */
  readonly controls: readonly string[];
}

test.for(Object.entries(GIVEN))("%s", async ([name, given], { skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = here;
  await page.goto(`${lab.url}#/${name}?${given}&lang=en`);
  await page
    .locator("main")
    .filter({ hasNot: page.locator(".glossary, .starting") })
    .waitFor();
  await page.locator("main :is(select, input[type=range]):visible").first().waitFor();
  // The bench's layer has the same controls in all views: one of them moves them.
  const own = name.startsWith("bench/") && name !== "bench/window";
  const { silent, moved } = await page.evaluate(changeAll, own);
  expect(silent).toEqual([]);
  expect(moved).toBeGreaterThan(0);
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.locator("main :is(select, input[type=range]):visible").first().waitFor();
  // Both are still at work: what they set stands, what they find comes.
  const differences = async () => {
    const [one, other]: Shown[] = [await page.evaluate(shown), await again.page.evaluate(shown)];
    const all = [one.hash, ...one.controls].map((text, i) => [
      text,
      [other.hash, ...other.controls][i],
    ]);
    return all.filter(([a, b]) => a !== b);
  };
  await expect.poll(differences, { timeout: 5000 }).toEqual([]);
  expect([...troubles, ...again.troubles]).toEqual([]);
  await again.page.context().close();
});

test("the window goes along when its output goes with a change, and nothing is complained of", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = here;
  await page.goto(`${lab.url}#/bench/window?at=11&lang=en`);
  await page.getByText("12 of 12").waitFor();
  await page.getByLabel("stride", { exact: true }).fill("2");
  await page.getByText("4 of 4").waitFor();
  await expect.poll(() => page.url()).toMatch(/at=3&|at=3$/);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(troubles).toEqual([]);
});

/**
 * Runs in the page, so it names nothing outside: moves every list and number by one, takes back what
 * does not fit the others. How many went through, and which of them the address does not tell of.
 */
async function changeAll(own: boolean): Promise<{ silent: string[]; moved: number }> {
  const main = document.getElementById("main")!;
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  // A link that leads nowhere: before it is followed, the address is written.
  const link = document.body.appendChild(document.createElement("a"));
  const written = async () => {
    for (let i = 0; i < 2; i++) await frame();
    link.click();
    return location.hash;
  };
  type Control = HTMLSelectElement | HTMLInputElement;
  const find = () =>
    [...main.querySelectorAll<Control>("select, input[type=range], input[type=number]")].filter(
      (one) =>
        one.offsetParent !== null &&
        !one.disabled &&
        !one.closest("table") &&
        !(own && one.closest("details.panel")) &&
        // A slider stands for the field beside it.
        !(one.type === "number" && one.closest(".control")?.querySelector("input[type=range]")),
    );
  const put = (control: Control, value: string) => {
    control.value = value;
    const kind = control instanceof HTMLSelectElement ? "change" : "input";
    control.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const next = (control: Control): string => {
    if (control instanceof HTMLSelectElement) {
      const { options, selectedIndex: at } = control;
      const others = [...[...options].slice(at + 1), ...options].filter(
        (one) => !one.disabled && one.value !== "" && one.value !== control.value,
      );
      return others[0]?.value ?? control.value;
    }
    const before = control.value;
    control.stepUp();
    if (control.value === before) control.stepDown();
    const after = control.value;
    control.value = before;
    return after;
  };
  const silent: string[] = [];
  let moved = 0;
  let address = await written();
  for (let i = 0; i < find().length; i++) {
    const control = find()[i];
    const before = control.value;
    const other = next(control);
    // A channel of one has no other.
    if (other === before) continue;
    put(control, other);
    const changed = await written();
    if (main.querySelector("[role=alert]") && find()[i]) {
      put(find()[i], before);
      address = await written();
      continue;
    }
    if (changed === address) silent.push(control.labels?.[0]?.textContent ?? control.name);
    else moved++;
    address = changed;
  }
  link.remove();
  return { silent, moved };
}

/** Runs in the page: the address, and what everything that is set says. */
function shown(): Shown {
  const main = document.getElementById("main")!;
  // Sentences on what does not fit the rest belong to it as well.
  const set =
    "select, input:not([type=file]), textarea, [aria-pressed], a[aria-current], [role=alert]";
  return {
    hash: location.hash,
    controls: [...main.querySelectorAll<HTMLElement>(set)].map((one) => {
      const name = one.getAttribute("aria-label") ?? one.textContent;
      const value = "value" in one ? one.value : "";
      return `${name} ${value} ${one.getAttribute("aria-pressed") ?? ""}`;
    }),
  };
}
