/** Calls to workers, held to a worker that does nothing but what the test tells it. */
import { expect, test, vi } from "vitest";
import { connect, isStopped } from "../../lab/src/engine/connect.ts";
import type { FromWorker, ToWorker } from "../../lab/src/engine/messages.ts";

class Silent extends EventTarget {
  readonly heard: ToWorker[] = [];
  ended = false;
  postMessage(message: ToWorker, transfer: Transferable[] = []): void {
    this.heard.push(structuredClone(message, { transfer }));
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: FromWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

type Echo = { echo: (args: unknown) => unknown };

function opened(stopping?: "asks" | "insists" | "ends") {
  const workers: Silent[] = [];
  const start = () => {
    workers.push(new Silent());
    return workers[workers.length - 1] as unknown as Worker;
  };
  return { workers, lab: connect<Echo>(start, stopping === undefined ? {} : { stopping }) };
}

const kinds = ({ heard }: Silent) => heard.map(({ kind, id }) => `${kind} ${id}`);
const failed = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error("it did not fail"),
    (error: Error) => error,
  );

test("a call that is over is neither stopped nor paused, and opens no worker", async () => {
  const { workers, lab } = opened("ends");
  const call = lab.call("echo", 1);
  workers[0].say({ kind: "done", id: 1, value: 2 });
  expect(await call.result).toBe(2);
  call.stop();
  call.pause(true);
  expect(kinds(workers[0])).toEqual(["call 1"]);

  const stopped = lab.call("echo", 2);
  stopped.stop();
  expect(isStopped(await failed(stopped.result))).toBe(true);
  stopped.pause(true);
  expect(workers.length).toBe(1);
});

test("a worker is ended for one call; the others start anew, paused as they were", async () => {
  const { workers, lab } = opened("ends");
  const [one, two] = [lab.call("echo", 1), lab.call("echo", 2)];
  two.pause(true);
  one.stop();
  expect(isStopped(await failed(one.result))).toBe(true);
  expect(workers[0].ended).toBe(true);
  expect(kinds(workers[1])).toEqual(["call 2", "pause 2"]);
  workers[1].say({ kind: "done", id: 2, value: "two" });
  expect(await two.result).toBe("two");
});

test("who was asked to stop does not start anew when another call ends the worker", async () => {
  vi.useFakeTimers();
  try {
    const { workers, lab } = opened("insists");
    const calls = [1, 2, 3].map((n) => lab.call("echo", n));
    const ends = calls.slice(0, 2).map(({ result }) => failed(result));
    calls[0].stop();
    vi.advanceTimersByTime(500);
    calls[1].stop();
    vi.advanceTimersByTime(5000);
    for (const error of await Promise.all(ends)) expect(isStopped(error)).toBe(true);
    expect(workers.map(kinds)).toEqual([
      ["call 1", "call 2", "call 3", "stop 1", "stop 2"],
      ["call 3"],
    ]);
  } finally {
    vi.useRealTimers();
  }
});

test("a signal that came before stops the call too", async () => {
  const { workers, lab } = opened();
  const { result } = lab.call("echo", 1, { signal: AbortSignal.abort() });
  expect(kinds(workers[0])).toEqual(["call 1", "stop 1"]);
  workers[0].say({ kind: "failed", id: 1, name: "AbortError", message: "stopped" });
  expect(isStopped(await failed(result))).toBe(true);
});

test("a worker that breaks is ended, its calls fail, and the next call opens another", async () => {
  const { workers, lab } = opened();
  const { result } = lab.call("echo", 1);
  workers[0].dispatchEvent(Object.assign(new Event("error"), { message: "broken" }));
  expect(await failed(result)).toMatchObject({ name: "InternalError", message: "broken" });
  expect(workers[0].ended).toBe(true);
  const next = lab.call("echo", 2);
  workers[1].say({ kind: "done", id: 2, value: 3 });
  expect(await next.result).toBe(3);
});

test("arguments that cannot be sent make the call fail", async () => {
  const { workers, lab } = opened();
  const error = await failed(lab.call("echo", () => 1).result);
  expect(error.name).toBe("DataCloneError");
  expect(workers[0].heard).toEqual([]);
});
