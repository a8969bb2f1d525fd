/** The network of the page: made anew for every setting, looked at with every digit, trained when asked. */
import { useEffect, useRef, useState } from "preact/hooks";
import { isStopped, type Running } from "../../../engine/connect.ts";
import { network } from "./calls.ts";
import type { Course } from "./course.ts";
import type { Learned, News, Point, Seen } from "./jobs.ts";
import type { Setting } from "./net.ts";

export type Phase =
  | { readonly kind: "untrained" }
  | { readonly kind: "learning"; readonly paused: boolean }
  | { readonly kind: "done"; readonly learned: Learned };

/** What is known of a training so far. */
export interface Curves {
  readonly steps: number;
  readonly points: readonly Point[];
  /** On digits that it never learned from, before the first step and behind every epoch. */
  readonly unseen: readonly Point[];
}

const NO_CURVES: Curves = { steps: 0, points: [], unseen: [] };

/** Sliders move faster than networks are made. */
const QUIET = 120;

type Pixels = Float32Array<ArrayBuffer>;

export function useNetwork(setting: Setting, course: Course, pixels: Pixels) {
  /** Whether the network of this setting has been made. */
  const [ready, setReady] = useState(false);
  const [seen, setSeen] = useState<Seen | null>(null);
  const [phase, setPhase] = useState<Phase>({ kind: "untrained" });
  const [curves, setCurves] = useState(NO_CURVES);
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const running = useRef<Running<Learned> | null>(null);
  const looks = useRef<{ busy: boolean; wanted: Pixels | null }>({ busy: false, wanted: null });
  const newest = useRef(pixels);
  newest.current = pixels;
  const failed = (error: Error) => {
    if (!isStopped(error)) setProblem(error.message);
  };

  /** One look at a time, the newest digit next. */
  const look = async (digit: Pixels) => {
    const queue = looks.current;
    queue.wanted = digit;
    if (queue.busy) return;
    queue.busy = true;
    try {
      while (queue.wanted) {
        const next = queue.wanted;
        queue.wanted = null;
        setSeen(await network.call("look", next).result);
      }
    } catch (error) {
      failed(error as Error);
    } finally {
      queue.busy = false;
    }
  };

  const key = JSON.stringify([setting, course, turn]);
  useEffect(() => {
    let current = true;
    running.current?.stop();
    running.current = null;
    setReady(false);
    setPhase({ kind: "untrained" });
    setCurves(NO_CURVES);
    setProblem(null);
    const late = setTimeout(() => {
      network.call("make", setting).result.then(() => {
        if (!current) return;
        setReady(true);
        void look(newest.current);
      }, failed);
    }, QUIET);
    return () => {
      current = false;
      clearTimeout(late);
    };
  }, [key]);
  useEffect(() => () => running.current?.stop(), []);
  useEffect(() => {
    if (ready) void look(pixels);
  }, [pixels]);

  const hear = (news: News) => {
    if (news.kind === "seen") {
      const { steps, points } = news;
      setSeen(news.seen);
      setCurves((all) => ({ ...all, steps, points: [...all.points, ...points] }));
    } else if (news.kind === "unseen")
      setCurves((all) => ({ ...all, unseen: [...all.unseen, news] }));
  };
  const train = (threads: number) => {
    setPhase({ kind: "learning", paused: false });
    setCurves(NO_CURVES);
    const { rate, examples, epochs } = course;
    const run = network.call(
      "learn",
      { rate, examples, epochs, threads },
      { onReport: (news) => running.current === run && hear(news) },
    );
    running.current = run;
    run.result.then(
      (learned) => running.current === run && setPhase({ kind: "done", learned }),
      (error: Error) => {
        if (running.current !== run) return;
        failed(error);
        setPhase({ kind: "untrained" });
      },
    );
  };
  const pause = (paused: boolean) => {
    running.current?.pause(paused);
    setPhase({ kind: "learning", paused });
  };
  return { ready, seen, phase, curves, problem, train, pause, again: () => setTurn((n) => n + 1) };
}
