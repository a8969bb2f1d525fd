/** The parts of the benchmark that need no engine: what it says, counts, checks and hands over. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "convoke";
import { describe, expect, test } from "vitest";
import { permuted } from "../adapters/arrays.ts";
import { convModel, varint } from "../adapters/onnx-model.ts";
import { nearest, readArguments } from "../arguments.ts";
import { chart } from "../chart.ts";
import { mistake } from "../data.ts";
import { FILTERS } from "../filters.ts";
import { Judge } from "../judge.ts";
import { incomparable, PEERS } from "../peers.ts";
import { printRace, time } from "../print.ts";
import { DOCUMENTS, filled } from "../report.ts";
import { merged, type Race, type Report, savedReports } from "../results.ts";
import { rivalsIn } from "../rivals.ts";
import { median, medianRatio } from "../statistics.ts";
import { quickestOf, timed } from "../window.ts";
import { type FilterWorkload, WORKLOADS, workloadsOf } from "../workloads.ts";

describe("the command line", () => {
  test("groups, names and any descriptor are workloads; without any, the quick ones", () => {
    const names = (...args: string[]) => readArguments(args).workloads.map(({ name }) => name);
    expect(names("ic4ih9oc8kh3")).toEqual(["ic4ih9oc8kh3"]);
    expect(names("ic64ih56iw56oc64kh3ph1")).toEqual(["ic64ih56oc64kh3ph1"]);
    expect(names("layers", "ic64ih56oc64kh3ph1")).toHaveLength(16);
    expect(names()).toHaveLength(3);
  });

  test("lists are read, and `none` is an empty one", () => {
    const args = ["--against", "pytorch,jax-js", "--threads", "1,2", "--as", "default,exact+plain"];
    expect(readArguments(args)).toMatchObject({
      against: ["pytorch", "jax-js"],
      threads: [1, 2],
      variants: ["default", "exact+plain"],
      node: null,
    });
    expect(readArguments(["--against", "none"]).against).toEqual([]);
    expect(readArguments([]).against).toBeNull();
  });

  test.each([
    [["lyers"], "got lyers: is it layers?"],
    [["--agianst", "pytorch"], "got --agianst: is it --against?"],
    [["--against", "pytroch"], "got pytroch: is it pytorch?"],
    [["--as", "exakt"], "got exakt: is it exact?"],
    [["--threads", "none", "ic4"], "expected an input extent"],
    [["--threads", "0"], "expected a whole number from 1 to 64 for --threads, got 0"],
    [["--save", "../x"], "expected a name"],
    [["--node", "x"], "expected a whole number from 20 to 99 for --node, got x"],
  ])("%j: %s", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });

  test("the nearest of several words", () => {
    expect(nearest("tfjs", ["jax-js", "tfjs-wasm", "pytorch"])).toBe("tfjs-wasm");
  });
});

describe("the ONNX model", () => {
  test("varints", () => {
    expect(varint(0)).toEqual([0]);
    expect(varint(127)).toEqual([127]);
    expect(varint(300)).toEqual([172, 2]);
    expect(varint(2 ** 35)).toEqual([128, 128, 128, 128, 128, 1]);
  });

  test("one Conv node with all its attributes, the weight inside", () => {
    const weight = Float32Array.from({ length: 24 }, (_, i) => i);
    const model = convModel(parse("g2ic4ih9oc6kh2kw1sh2dh3ph1qh0"), weight);
    const [graph] = field(model, 7);
    const [node] = field(graph, 1);
    const words = (f: number) => field(node, f).map((b) => Buffer.from(b).toString());
    expect([words(1), words(2), words(4)]).toEqual([["x", "w"], ["y"], ["Conv"]]);
    const attributes = field(node, 5).map((attribute) => {
      const name = Buffer.from(field(attribute, 1)[0]).toString();
      return [name, [...numbers(attribute, 8), ...numbers(attribute, 3)]];
    });
    expect(Object.fromEntries(attributes)).toEqual({
      kernel_shape: [2, 1],
      strides: [2, 2],
      dilations: [3, 3],
      pads: [1, 1, 0, 1],
      group: [2],
    });
    const [constant] = field(graph, 5);
    expect(numbers(constant, 1)).toEqual([6, 2, 2, 1]);
    expect(new Float32Array(Uint8Array.from(field(constant, 9)[0]).buffer)).toEqual(weight);
  });
});

/** The values of a message's length-delimited fields of a number. */
function field(message: Uint8Array, wanted: number): Uint8Array[] {
  return fields(message).flatMap(([f, value]) =>
    f === wanted && typeof value !== "number" ? [value] : [],
  );
}

function numbers(message: Uint8Array, wanted: number): number[] {
  return fields(message).flatMap(([f, value]) =>
    f === wanted && typeof value === "number" ? [value] : [],
  );
}

function fields(message: Uint8Array): [number, number | Uint8Array][] {
  let at = 0;
  const next = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const found: [number, number | Uint8Array][] = [];
  while (at < message.length) {
    const tag = next();
    const value = next();
    if ((tag & 7) === 0) found.push([tag >> 3, value]);
    else {
      found.push([tag >> 3, message.subarray(at, at + value)]);
      at += value;
    }
  }
  return found;
}

describe("figures", () => {
  test("medians", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  test("ratios are taken round by round, over the rounds that both ran in", () => {
    expect(medianRatio([2, 4, 30], [1, 2, 3, 1, 1])).toBe(2);
  });

  test("a window runs at least once, and the quickest candidate is found", async () => {
    let runs = 0;
    const times = await timed(() => runs++, { warm: 0, budget: 0 });
    expect(times).toHaveLength(1);
    expect(runs).toBe(1);
    const slow = async () => new Promise((resolve) => setTimeout(resolve, 20));
    expect(await quickestOf([slow, () => {}], (run) => run)).not.toBe(slow);
  });

  test("axes in another order", () => {
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    const there = permuted(values, [2, 3, 4], [2, 0, 1]);
    expect([...there.subarray(0, 7)]).toEqual([0, 4, 8, 12, 16, 20, 1]);
    expect(permuted(there, [4, 2, 3], [1, 2, 0])).toEqual(values);
  });

  test("a wrong value, a NaN and a missing value are mistakes; rounding is none", () => {
    const data = { expected: Float64Array.of(1, 2), allowed: Float64Array.of(1e-6, 1e-6) };
    expect(mistake(Float32Array.of(1, 2 + 2 ** -22), data)).toBeNull();
    expect(mistake(Float32Array.of(1, 2.1), data)).toContain("value 1 is");
    expect(mistake(Float32Array.of(Number.NaN, 2), data)).toContain("value 0 is NaN");
    expect(mistake(Float32Array.of(1), data)).toBe("1 values instead of 2");
  });

  test("times and lines", () => {
    expect([time(0.0123), time(1.234), time(1234)]).toEqual(["12.3 µs", "1.23 ms", "1234 ms"]);
    const timedRow = { version: "1", mode: "", ms: 2, best: 1, whole: 3, ratio: 1, wholeRatio: 1 };
    const text = printRace({
      date: "",
      commit: "",
      peak: 100,
      workload: "ic64ih56oc64kh3ph1",
      threads: 2,
      macs: 1e8,
      bytes: 1,
      copy: 1,
      rows: [
        { name: "convoke", ...timedRow },
        { name: "jax-js", absent: "no threads", failed: false },
      ],
    });
    expect(text).toContain("100.0 GFLOP/s    50 % of peak");
    expect(text).toContain("jax-js             absent: no threads");
  });
});

describe("tables", () => {
  test("every workload is found by its name, and peers can be compared on all layers", () => {
    for (const workload of WORKLOADS) {
      expect(workloadsOf(workload.name)).toEqual([workload]);
      if (workload.filter === null && workload.net === null)
        expect(incomparable(workload.problem)).toBeNull();
    }
  });

  test("peers are not compared on what only Convoke does", () => {
    expect(incomparable(parse("ic1ih4oc1kh3ph1_reflect"))).toBe("peers pad with zeros");
    expect(incomparable(parse("ic1ih4oc1kh3_relu"))).toContain("without bias");
  });

  test("every peer of the npm registry is a dependency of this package", () => {
    const file = join(import.meta.dirname, "..", "package.json");
    const { dependencies } = JSON.parse(readFileSync(file, "utf8"));
    for (const { from } of Object.values(PEERS))
      if ("npm" in from) expect(dependencies).toHaveProperty(from.npm);
  });
});

describe("filters", () => {
  test("kernels have their size and, but for the Laplacian, a sum of one", () => {
    for (const { kind, size, matrix, divisor } of Object.values(FILTERS)) {
      expect(matrix).toHaveLength(size ** 2);
      const sum = matrix.reduce((a, b) => a + b, 0) / divisor;
      expect(sum).toBeCloseTo(kind === "laplacian" ? 0 : 1, 9);
    }
  });

  const workload: FilterWorkload = {
    name: "tiny",
    title: "",
    bar: {},
    group: "float",
    net: null,
    backward: false,
    pixels: "f32",
    filter: FILTERS.laplacian3,
    problem: parse("ic1ih3iw4oc1kh3ph1_reflect"),
  };
  const right = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  const data = {
    folder: "",
    rows: [0, 2],
    expected: Float64Array.of(0, 1, 2, 3, 8, 9, 10, 11),
    allowed: new Float64Array(8).fill(1e-6),
  };
  const changed = (at: number) => right.map((value, i) => (i === at ? value + 1 : value));

  test("rows are compared with the reference, the rest with who passed first", () => {
    const judge = new Judge(workload, data);
    expect(judge.mistake("wrong", changed(9), null)).toContain("row 2, value 1 is 10");
    expect(judge.mistake("first", right, null)).toBeNull();
    expect(judge.mistake("next", right, null)).toBeNull();
    expect(judge.mistake("next", changed(5), null)).toBe("value 5 is 6, that of first 5");
  });

  test("one that has an edge of its own is compared inside of it", () => {
    const whole = { ...data, rows: [0, 1, 2], expected: Float64Array.from(right) };
    const judge = new Judge(workload, { ...whole, allowed: new Float64Array(12).fill(1e-6) });
    expect(judge.mistake("sharp", changed(0), PEERS.sharp)).toBeNull();
    expect(
      judge.mistake(
        "sharp",
        changed(5).map((v) => 2 * v),
        PEERS.sharp,
      ),
    ).toContain("row 1");
  });
});

describe("results", () => {
  const row = { version: "", mode: "winograd, 1 thread", best: 1, whole: 2, wholeRatio: 1 };
  const race = (workload: string, ratio: number): Race => ({
    date: "2026-01-02",
    commit: "abc",
    peak: 100,
    workload,
    threads: 1,
    macs: 1e8,
    bytes: 1e6,
    copy: 0.1,
    rows: [
      { ...row, name: "convoke", ms: 1, ratio: 1 },
      { ...row, name: "convoke exact", ms: 2, ratio: 2 },
      { ...row, name: "pytorch", version: "1.13", ms: ratio, ratio },
      { ...row, name: "onnxruntime-node", version: "1.30", ms: ratio + 1, ratio: ratio + 1 },
    ],
  });
  const machine = { cpu: "a <b>", cores: 2, memoryGiB: 8 };
  const report = (...races: Race[]): Report => ({ machine, node: "v26", v8: "14", races });
  const [one, two] = ["ic64ih56oc64kh3ph1", "ic256ih56oc64kh1"];

  test("a race that was run again replaces the one that was kept, others stay", () => {
    const old = report(race(one, 1), race(two, 1));
    expect(merged(old, report(race(one, 3))).races.map(({ rows }) => rows[2])).toMatchObject([
      { ratio: 3 },
      { ratio: 1 },
    ]);
    expect(merged(old, { ...report(race(one, 3)), node: "v24" }).races).toHaveLength(1);
    expect(merged(null, old)).toBe(old);
  });

  test("tables name the faster rival and whether the bar is passed", () => {
    const reports = new Map([["layers", report(race(one, 1.7), race(two, 0.9))]]);
    const text = filled("# x\n<!-- table layers -->\nold\n<!-- end -->\nrest", reports);
    expect(text).not.toContain("old");
    expect(text).toContain("rest");
    expect(text).toContain("1.70× pytorch (≥ 1.6)");
    expect(text).toContain("0.85× pytorch (**below 0.9**)");
    expect(text).toContain("0.90× pytorch (**below 1**)");
    expect(text).toContain("pytorch 1.13, onnxruntime-node 1.30; 2026-01-02 (abc).");
    expect(filled(text, reports)).toBe(text);
  });

  test("gradients are set beside their layer, and those of JavaScript beside the aim", () => {
    const rows = (ms: number, ratios: Record<string, number>) => [
      { ...row, name: "convoke", ms, ratio: 1 },
      ...Object.entries(ratios).map(([name, ratio]) => ({ ...row, name, ms: ms * ratio, ratio })),
    ];
    const layer = { ...race(one, 1), rows: rows(1, {}) };
    const rivals = { pytorch: 1.1, "jax-js": 300, "tfjs-cpu": 19, "tfjs-wasm": 12 };
    const gradients = { ...layer, workload: `backward-${one}`, rows: rows(2.3, rivals) };
    const step = { ...layer, workload: "lenet-step", rows: rows(8, { "jax-js": 200 }) };
    const reports = new Map([["backward", report(layer, gradients, step)]]);
    const text = filled("<!-- table backward -->\n<!-- end -->", reports);
    expect(text).toContain("| 2.30× (**above 2.2**) |");
    expect(text).toContain("1.10× pytorch (**below 1.2**)");
    expect(text).toContain("19.00× tfjs-cpu (**below 20**) | 12.00× tfjs-wasm |");
    expect(text).toContain("200.00× jax-js (≥ 20)");
    expect(text).not.toContain("convoke exact");
    const summary = filled("<!-- table summary-backward -->\n<!-- end -->", reports);
    expect(summary).toBe("<!-- table summary-backward -->\n<!-- end -->");
  });

  test("a chart has a bar for everybody, and is well-formed", () => {
    const bars = [
      { name: "convoke", value: 1, label: "1 ms" },
      { name: "a & b", value: 9, label: "0.1×" },
    ];
    const svg = chart("t", machine.cpu, [{ title: "layer", bars }]);
    expect(svg.match(/<rect /g)).toHaveLength(1 + 2 + 2);
    expect(svg).toContain("a &lt;b&gt;");
    expect(svg).toContain("a &amp; b");
    expect(svg.match(/<text /g)).toHaveLength(svg.match(/<\/text>/g)!.length);
  });

  test("an engine of one thread races several with the time it takes on one", () => {
    const row = (name: string, ms: number) => ({
      name,
      version: "",
      mode: "",
      ms,
      best: ms,
      whole: ms,
      ratio: 1,
      wholeRatio: 1,
    });
    const one = {
      ...race("w", 1),
      workload: "w",
      threads: 1,
      rows: [row("convoke", 10), row("single", 30)],
    };
    const absent = { name: "single", absent: "one thread", failed: false };
    const two = { ...one, threads: 2, rows: [row("convoke", 5), absent] };
    expect(rivalsIn(two, ["single", "nobody"], [one, two])).toMatchObject([
      { name: "single", ms: 30, ratio: 6 },
    ]);
    expect(rivalsIn(one, ["single"], [one, two])).toMatchObject([{ ratio: 1 }]);
  });

  test.each(DOCUMENTS)("%s holds what the results say", (path) => {
    const document = readFileSync(join(import.meta.dirname, "../..", path), "utf8");
    expect(document).toContain("<!-- table ");
    expect(filled(document, savedReports())).toBe(document);
  });
});
