/** The picture and what is made of it: decoded, filtered and drawn by the worker, told of here. */
import { useEffect, useRef, useState } from "preact/hooks";
import { isStopped } from "../../engine/connect.ts";
import { darkroom } from "./filter/calls.ts";
import type { Setting } from "./filter/filters.ts";
import type { View } from "./filter/screen.ts";
import type { Progress } from "./filter/show.ts";

export interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Another number for other pixels. */
  readonly version: number;
}

export interface Timed extends Progress {
  /** Milliseconds from the change to the report, in the page. */
  readonly waited: number;
}

/** Runs whose median is told. */
export const RUNS = 9;

/** A file, or a bitmap that is handed over. */
export type Source = Blob | ImageBitmap;

export interface Darkroom {
  readonly picture: Picture | null;
  readonly opening: boolean;
  readonly problem: string | null;
  readonly runs: readonly Timed[];
  /** Whether the picture was read, and is shown; where it was refused, the one of before stays. */
  readonly open: (source: Source | Promise<Source>, name: string) => Promise<boolean>;
  readonly refuse: (problem: string | null) => void;
  /** A picture of the camera; ends when its result is drawn. */
  readonly frame: (bitmap: ImageBitmap, name: string) => Promise<void>;
}

let versions = 0;

export function useDarkroom(
  setting: Setting | null,
  viewOf: (p: Picture) => View | null,
): Darkroom {
  const [picture, setPicture] = useState<Picture | null>(null);
  const [opening, setOpening] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const [runs, setRuns] = useState<readonly Timed[]>([]);
  const newest = useRef(0);
  /** Ends what is made of the picture of now: another is coming. */
  const stop = useRef(() => {});
  const drawn = useRef<(() => void) | null>(null);
  const view = picture && viewOf(picture);
  const ask = setting && view && { setting, view };
  const settingKey = JSON.stringify([setting, picture?.name, picture?.width, picture?.height]);

  useEffect(() => {
    setRuns([]);
  }, [picture?.name, setting?.threads, setting?.gray, setting?.kernel.rows]);

  useEffect(() => {
    if (!ask) return;
    const start = performance.now();
    let told = false;
    const tell = (progress: Progress) => {
      if (progress.pixels === 0) return;
      const waited = performance.now() - start;
      // What a run tells in the end takes the place of what it told on the way.
      setRuns((before) => {
        const kept = (told ? before.slice(0, -1) : before).filter(
          ({ algorithm }) => algorithm === progress.algorithm,
        );
        const first = (told && before.at(-1)?.waited) || waited;
        told = true;
        return [...kept, { ...progress, waited: first }].slice(-RUNS);
      });
    };
    const done = () => {
      drawn.current?.();
      drawn.current = null;
    };
    const run = darkroom.call("show", ask, {
      onReport: (progress) => {
        measure(start, progress);
        tell(progress);
        done();
      },
    });
    run.result.then(
      (progress) => {
        tell(progress);
        setProblem(null);
      },
      (error: Error) => {
        if (isStopped(error)) return;
        done();
        setProblem(error.message);
      },
    );
    stop.current = run.stop;
    return run.stop;
  }, [settingKey, JSON.stringify(view), picture?.version]);

  const open = async (source: Source | Promise<Source>, name: string) => {
    const mine = ++newest.current;
    setOpening(true);
    try {
      const given = await source;
      const { result } =
        given instanceof ImageBitmap
          ? darkroom.call("frame", given, { transfer: [given] })
          : darkroom.call("open", { file: given, name });
      const size = await result;
      if (mine !== newest.current) return false;
      setProblem(null);
      setPicture({ name, ...size, version: ++versions });
      return true;
    } catch (error) {
      if (mine === newest.current) setProblem((error as Error).message);
      return false;
    } finally {
      if (mine === newest.current) setOpening(false);
    }
  };
  const frame = async (bitmap: ImageBitmap, name: string) => {
    newest.current++;
    stop.current();
    const size = await darkroom.call("frame", bitmap, { transfer: [bitmap] }).result;
    const shown = new Promise<void>((resolve) => (drawn.current = resolve));
    setOpening(false);
    setPicture({ name, ...size, version: ++versions });
    await shown;
  };
  return { picture, opening, problem, runs, open, refuse: setProblem, frame };
}

/** For the browser's own tools: the time from a change to its result. The last is kept. */
function measure(start: number, { compiling, filtering, latency }: Progress): void {
  performance.clearMeasures("result");
  const detail = { compiling, filtering, latency };
  performance.measure("result", { start, end: performance.now(), detail });
}
