/** The buffer that results go to. */
import { floatBuffer, integerBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { type ImageProblem, rowLength } from "./problem.ts";

export function outputOf(problem: ImageProblem): Buffer {
  const shape = [problem.height * rowLength(problem)];
  return problem.output === "f32"
    ? floatBuffer("output", shape)
    : integerBuffer("output", problem.output, shape);
}
