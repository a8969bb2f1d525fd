/** Whether results are right: against the reference, and where that has rows only, with each other. */
import type { Problem } from "convoke";
import { type Data, mistake } from "./data.ts";
import type { Values } from "./engine.ts";
import type { Peer } from "./peers.ts";
import type { Workload } from "./workloads.ts";

export class Judge {
  /** Null for a step. */
  private readonly problem: Problem | null;
  private readonly data: Data;
  /** Whole pictures that passed, whose every value the next ones must be near. */
  private first: { readonly name: string; readonly values: Values } | null = null;

  constructor({ problem }: Workload, data: Data) {
    this.problem = problem;
    this.data = data;
  }

  /** What is wrong in a sentence, or null. */
  mistake(name: string, values: Values, peer: Peer | null): string | null {
    const { rows } = this.data;
    if (rows === null || this.problem === null) return mistake(values, this.data);
    const { axes, outChannels } = this.problem;
    const [y, x] = axes;
    const row = x.output * outChannels;
    if (values.length !== y.output * row)
      return `${values.length} values instead of ${y.output * row}`;
    const slack = peer?.coarse ?? 0;
    const margin = peer?.edge === "its own" ? (x.kernel - 1) / 2 : 0;
    const inner = margin * outChannels;
    for (const [i, at] of rows.entries()) {
      if (at < margin || at >= y.output - margin) continue;
      const cut = (all: Float64Array) => all.subarray(i * row + inner, (i + 1) * row - inner);
      const wrong = mistake(values.subarray(at * row + inner, (at + 1) * row - inner), {
        expected: cut(this.data.expected),
        allowed: cut(this.data.allowed).map((most) => most + slack),
      });
      if (wrong !== null) return `row ${at}, ${wrong}`;
    }
    if (this.first === null && margin === 0) this.first = { name, values };
    return margin === 0 ? this.disagreement(values, slack) : null;
  }

  private disagreement(values: Values, slack: number): string | null {
    if (this.first === null) return null;
    const { name, values: others } = this.first;
    const most = 2 * this.data.allowed.reduce((a, b) => Math.max(a, b), 0) + slack;
    for (let i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i] - others[i]) <= most))
        return `value ${i} is ${values[i]}, that of ${name} ${others[i]}`;
    }
    return null;
  }
}
