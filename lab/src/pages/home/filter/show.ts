/**
 * The picture, its result and the screens of one page. What is seen is computed first, the rest
 * when nobody asks for anything else. A band whose results are those of the kernel of now is never
 * computed again: moving about costs only what comes into sight.
 */
import type { Call } from "../../../engine/serve.ts";
import { type Bands, bandsOf, gather, scatter } from "./bands.ts";
import { type Filter, filterFor, type Setting } from "./filters.ts";
import { grayOf, type Planes } from "./planes.ts";
import { draw, isSeen, type View } from "./screen.ts";

export interface Screens {
  readonly before: OffscreenCanvas;
  readonly after: OffscreenCanvas;
}

/** What was done so far with the kernel of now. */
export interface Progress {
  readonly algorithm: string;
  readonly threads: number;
  /** Milliseconds from the call to when all that is seen was drawn. */
  readonly latency: number;
  /** Of planning and compiling; 0 where the filter was there. */
  readonly compiling: number;
  /** Milliseconds of filtering, and the pixels that it made. */
  readonly filtering: number;
  readonly pixels: number;
  /** Milliseconds for all pixels, of runs that were made again to time them; in what it answers only. */
  readonly again: readonly number[];
}

/** Milliseconds after which a run that is no longer wanted stops, though not all is drawn. */
const PATIENCE = 150;
/** Milliseconds between looks at what the page has said. */
const TURN = 4;

interface State {
  readonly colour: Planes;
  gray: Planes | null;
  result: Planes;
  bands: Bands;
  /** For each band, the setting whose results it holds. */
  done: (string | null)[];
  /** The band that a run which was given up would have come to next. */
  next: number;
}

let state: State | null = null;
let screens: Screens | null = null;
/** What the screens show now: picture and view, and with which kernel as means. */
const NOTHING = { before: "", after: "", fineBefore: "", fineAfter: "" };
let drawn = { ...NOTHING };
let pictures = 0;

export function useScreens(given: Screens): void {
  screens = given;
  drawn = { ...NOTHING };
}

export function usePicture(colour: Planes): void {
  const same = state?.colour.width === colour.width && state.colour.height === colour.height;
  pictures++;
  if (state && same) {
    state = { ...state, colour, gray: null, done: state.done.map(() => null) };
    return;
  }
  state = {
    colour,
    gray: null,
    result: blank(colour),
    bands: bandsOf(colour.width, colour.height),
    done: [],
    next: 0,
  };
}

const blank = ({ width, height, channels }: Planes): Planes => ({
  width,
  height,
  channels,
  pixels: new Uint8Array(width * height * channels),
});

/** What the filter reads. */
export function sourceOf(gray: boolean): Planes {
  if (!state) throw new Error("expected a picture before a kernel, got none");
  if (!gray) return state.colour;
  state.gray ??= grayOf(state.colour);
  return state.gray;
}

/** The result of the setting, every pixel of it. */
export async function wholeResult(setting: Setting, call: Call<never>): Promise<Planes> {
  const run = await begin(setting);
  await compute(run, all(run.now), call, {});
  return run.now.result;
}

/** Computes and draws; reports when all that is seen is there, and answers when all is. */
export async function show(
  { setting, view }: { readonly setting: Setting; readonly view: View },
  call: Call<Progress>,
): Promise<Progress> {
  const start = performance.now();
  const run = await begin(setting);
  const { now, source, filter } = run;
  const looks = JSON.stringify([pictures, view, setting.gray]);
  const whole = { left: 0, top: 0, width: source.width, height: source.height };
  const { width, height, tops } = now.bands;
  const partOf = (i: number) => ({ left: 0, top: tops[i], width, height });
  const context = (side: keyof Screens) => screens && contextOf(screens[side], view);
  const redraw = (side: keyof Screens, picture: Planes, fine: boolean) => {
    const canvas = context(side);
    canvas?.clearRect(0, 0, view.width, view.height);
    if (canvas) draw(canvas, picture, whole, view, fine);
  };
  if (drawn.before !== looks) redraw("before", source, false);
  if (drawn.after !== looks) redraw("after", now.result, false);
  drawn = { ...drawn, before: looks, after: looks };

  const visible = all(now).filter((i) => isSeen(partOf(i), view));
  const after = context("after");
  await compute(run, rotated(visible, now.next), call, {
    patience: start + PATIENCE,
    made: (i) => after && draw(after, now.result, partOf(i), view, false),
  });
  const latency = performance.now() - start;
  const progress = (again: readonly number[]): Progress => ({
    algorithm: filter.plan.algorithm,
    threads: filter.plan.threads,
    latency,
    compiling: run.made,
    ...run.spent,
    again,
  });
  call.report(progress([]));
  await call.turn();
  // It rests: where the screen is coarser than the picture, means take the place of single pixels.
  if (view.scale < 1) {
    const rested = `${looks} ${run.key}`;
    if (after && drawn.fineAfter !== rested) {
      for (const i of visible) {
        draw(after, now.result, partOf(i), view, true);
        await call.turn();
      }
    }
    drawn.fineAfter = rested;
    if (drawn.fineBefore !== looks) redraw("before", source, true);
    drawn.fineBefore = looks;
    await call.turn();
  }
  await compute(run, all(now), call, {});
  return progress(await timed(run, call));
}

/** Milliseconds that the first, cold run may be followed by. */
const AGAIN = 120;

/**
 * The same work a few times more, now that nobody waits: the first run of a kernel is made by code
 * that the browser has not optimised yet.
 */
async function timed({ now, filter: { band } }: Run, { turn }: Call<Progress>): Promise<number[]> {
  const times: number[] = [];
  for (const end = performance.now() + AGAIN; performance.now() < end && times.length < 5; ) {
    let sum = 0;
    for (const _ of now.bands.tops) {
      const start = performance.now();
      await band.run();
      sum += performance.now() - start;
      await turn();
    }
    times.push(sum);
  }
  return times;
}

/** The filter of a setting for the picture of now, and how many bands it is run for. */
export async function filterNow(setting: Setting): Promise<{ filter: Filter; bands: number }> {
  const { filter, now } = await begin(setting);
  return { filter, bands: now.bands.tops.length };
}

interface Run {
  readonly now: State;
  readonly source: Planes;
  readonly filter: Filter;
  readonly key: string;
  readonly made: number;
  readonly spent: { filtering: number; pixels: number };
}

async function begin(setting: Setting): Promise<Run> {
  const source = sourceOf(setting.gray);
  const now = state!;
  if (now.result.channels !== source.channels) {
    now.result = blank(source);
    now.done = [];
  }
  const start = performance.now();
  const filter = await filterFor(setting, source, now.bands);
  const made = performance.now() - start;
  const key = JSON.stringify(setting);
  return { now, source, filter, key, made, spent: { filtering: 0, pixels: 0 } };
}

interface Ways {
  /** Called with each band that was made. */
  readonly made?: (i: number) => void;
  /** A run that is no longer wanted goes on until then. */
  readonly patience?: number;
}

/** Filters those of the bands that are not up to date. */
async function compute(
  { now, source, filter: { band }, key, ...run }: Run,
  bands: readonly number[],
  call: Pick<Call, "turn">,
  { made, patience = 0 }: Ways,
): Promise<void> {
  const { tops, height } = now.bands;
  let turned = performance.now();
  for (const i of bands) {
    if (now.done[i] === key) continue;
    gather(source, tops[i], band);
    const start = performance.now();
    await band.run();
    run.spent.filtering += performance.now() - start;
    run.spent.pixels += source.width * height;
    scatter(band, tops[i], height, now.result);
    now.done[i] = key;
    now.next = i + 1;
    made?.(i);
    if (performance.now() - turned < TURN) continue;
    await letIn(call, patience);
    turned = performance.now();
  }
}

/** Messages come in; a call that was stopped ends unless it still has time. */
async function letIn({ turn }: Pick<Call, "turn">, patience: number): Promise<void> {
  try {
    await turn();
  } catch (stopped) {
    if (performance.now() >= patience) throw stopped;
  }
}

const all = ({ bands }: State): number[] => bands.tops.map((_, i) => i);

/** Beginning behind where the run before was given up, so that no band is always the last. */
const rotated = (bands: readonly number[], next: number): number[] => {
  const at = bands.findIndex((i) => i >= next);
  return at <= 0 ? [...bands] : [...bands.slice(at), ...bands.slice(0, at)];
};

/** The canvas in the size of the view; another size empties it. */
function contextOf(canvas: OffscreenCanvas, { width, height }: View) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  if (!context) throw new Error("expected a canvas of the browser for the result, got none");
  return context;
}
