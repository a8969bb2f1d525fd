/** Poolings of the torch-*, onnx-* and webnn-* suites. */
import {
  type OnnxPoolAttributes,
  type OnnxPoolName,
  onnxIndices,
  poolFromOnnx,
  unpoolFromOnnx,
} from "../src/dialects/onnx-pool.ts";
import {
  poolFromTorch,
  type TorchPoolName,
  type TorchPoolOptions,
} from "../src/dialects/torch-pool.ts";
import {
  poolFromWebNN,
  type WebnnPoolName,
  type WebnnPoolOptions,
} from "../src/dialects/webnn-pool.ts";
import { poolOutputShape } from "../src/semantics/pool-problem.ts";
import { NotUnderstood, numbers } from "./options.ts";
import type { Adapter, Check } from "./outcome.ts";
import type { PoolEngine } from "./pool-engine.ts";
import { type Case, type CaseTensor, type GraphNode, tensorOf } from "./suite.ts";
import { exactly, reshaped, type Value } from "./value.ts";

const read = (t: CaseTensor): Value => exactly(tensorOf(t));

const list = (indices: ArrayLike<number>, shape: readonly number[]): Value =>
  exactly({ shape, data: Float64Array.from(indices) });

/** Null where the operator is no pooling. */
export function torchPooling(c: Case): Adapter | null {
  const named = /^(maxPool|avgPool|lpPool|adaptiveAvgPool|adaptiveMaxPool)([123])d$/.exec(c.op);
  if (!named) return null;
  const prepared = () =>
    poolFromTorch(
      named[1] as TorchPoolName,
      Number(named[2]),
      c.inputs!.input.shape,
      torchOptions(c),
    );
  if (c.expect) {
    return {
      kind: "validation",
      run: () => {
        const { problem, unbatched } = prepared();
        return poolOutputShape(problem).slice(unbatched ? 1 : 0);
      },
    };
  }
  return {
    kind: "pooling",
    run: async (engine) => {
      const { problem, unbatched } = prepared();
      const batch = (v: Value) => (unbatched ? reshaped(v, [1, ...v.shape]) : v);
      const single = (v: Value) => (unbatched ? reshaped(v, v.shape.slice(1)) : v);
      const input = batch(read(c.inputs!.input));
      const { output, indices } = await engine.pool(problem, input);
      // A maximum is an input, which was rounded on the way in.
      const rounded = engine.single && problem.op.kind === "max" ? { dtype: "float32" } : {};
      const checks: Check[] = [
        { what: "forward", actual: single(output), expected: { ...c.expected!, ...rounded } },
      ];
      const places = c.expectedExtra?.indices;
      if (places) {
        const actual = single(list(indices!, output.shape));
        checks.push({ what: "forward", actual, expected: places });
      }
      if (c.grad?.gradInput) {
        const actual = await engine.gradient(problem, input, batch(read(c.grad.gradOutput)));
        checks.push({ what: "gradient", actual: single(actual), expected: c.grad.gradInput });
      }
      return checks;
    },
  };
}

/** Suites with data write camelCase, the validation suite PyTorch's own snake_case. */
function torchOptions({ options = {} }: Case): TorchPoolOptions {
  const { kernel_size, p, ...rest } = options;
  return {
    ...rest,
    ...(kernel_size === undefined ? {} : { kernelSize: kernel_size }),
    ...(p === undefined ? {} : { normType: p }),
  } as TorchPoolOptions;
}

export function onnxPooling(c: Case): Adapter | null {
  if (c.op === "graph") return poolingBetweenReshapes(c);
  if (c.op === "MaxUnpool") {
    return {
      kind: "pooling",
      run: async (engine) => {
        const { X, I, output_shape } = c.inputs!;
        const wanted = output_shape && [...tensorOf(output_shape).data];
        const attributes = c.options as unknown as Parameters<typeof unpoolFromOnnx>[2];
        const { problem, indices } = unpoolFromOnnx(X.shape, tensorOf(I).data, attributes, wanted);
        const actual = await engine.unpool(problem, read(X), indices);
        return [{ what: "forward", actual, expected: c.expected! }];
      },
    };
  }
  if (!/^(Global)?(Max|Average|Lp)Pool$/.test(c.op)) return null;
  return {
    kind: "pooling",
    run: async (engine) => {
      const attributes = c.options as OnnxPoolAttributes;
      const input = read(c.inputs!.X);
      const problem = poolFromOnnx(c.op as OnnxPoolName, input.shape, attributes);
      const { output, indices } = await engine.pool(problem, input);
      const checks: Check[] = [{ what: "forward", actual: output, expected: c.expected! }];
      const expected = c.expectedExtra?.Indices;
      if (expected) {
        const places = onnxIndices(problem, indices!, attributes.storage_order);
        checks.push({ what: "forward", actual: list(places, output.shape), expected });
      }
      return checks;
    },
  };
}

interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** 1-D poolings exported as 2-D ones between Unsqueeze and Squeeze. */
function poolingBetweenReshapes(c: Case): Adapter {
  return {
    kind: "pooling",
    run: async (engine) => {
      const values = new Map(
        Object.entries(c.inputs ?? {}).map(([name, t]) => [name, read(t)] as const),
      );
      let last: Value | undefined;
      for (const { op, inputs, outputs, attributes } of c.nodes as unknown as OnnxNode[]) {
        const input = values.get(inputs[0]);
        if (!input) throw new NotUnderstood(`no value ${inputs[0]}`);
        last = await onnxNode(op, input, attributes, engine);
        values.set(outputs[0], last);
      }
      return [{ what: "forward", actual: last!, expected: c.expected! }];
    },
  };
}

async function onnxNode(
  op: string,
  input: Value,
  attributes: OnnxNode["attributes"],
  engine: PoolEngine,
): Promise<Value> {
  const axes = numbers(attributes.axes) ?? [];
  switch (op) {
    case "Unsqueeze": {
      const shape = [...input.shape];
      for (const axis of axes) shape.splice(axis, 0, 1);
      return reshaped(input, shape);
    }
    case "Squeeze":
      return reshaped(
        input,
        input.shape.filter((_, axis) => !axes.includes(axis)),
      );
    case "MaxPool":
    case "AveragePool": {
      const problem = poolFromOnnx(op, input.shape, attributes as OnnxPoolAttributes);
      return (await engine.pool(problem, input)).output;
    }
    default:
      throw new NotUnderstood(`node ${op}`);
  }
}

const WEBNN = /^(average|l2|max)Pool2d$/;

export const isWebnnPooling = ({ name }: Pick<GraphNode, "name">): boolean => WEBNN.test(name);

export function webnnPooling(c: Case): Adapter | null {
  if (!WEBNN.test(c.op)) return null;
  const name = c.op as WebnnPoolName;
  const options = (c.options ?? {}) as WebnnPoolOptions;
  const { input } = c.inputs!;
  if (c.expect) {
    return { kind: "validation", run: () => poolOutputShape(poolFromWebNN(name, input, options)) };
  }
  return {
    kind: "pooling",
    run: async (engine) => {
      const actual = await poolWebnn(engine, name, read(input), options);
      return [{ what: "forward", actual, expected: c.expected! }];
    },
  };
}

export async function poolWebnn(
  engine: PoolEngine,
  name: WebnnPoolName,
  input: Value,
  options: WebnnPoolOptions,
): Promise<Value> {
  const problem = poolFromWebNN(name, { shape: input.shape, dtype: "float32" }, options);
  return (await engine.pool(problem, input)).output;
}
