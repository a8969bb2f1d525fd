/** The page of `training.test.ts`: trains as Node does, with as many threads as it may have. */
import { train } from "convoke/nets";
import { barsCourse } from "../../tools/bars.ts";
import { BATCH, STEPS } from "./course.ts";

const post = (path: string, body: BodyInit) => fetch(path, { method: "POST", body });
const failed = (error: unknown) =>
  post("/failed", error instanceof Error ? `${error.stack}` : String(error));

addEventListener("error", ({ error }) => void failed(error));
try {
  // Two threads are asked for where memory can be shared; else the library must see for itself.
  const threads = crossOriginIsolated ? { threads: 2 } : {};
  const { checkpoint } = await train({ ...barsCourse(STEPS, BATCH), ...threads });
  await post("/done", checkpoint);
} catch (error) {
  await failed(error);
}
