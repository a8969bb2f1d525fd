/** From a graph to a network: every shape, what every layer does, what it sees, what it keeps. */
import { ConvokeError, FormatError, guard, ShapeError, UnsupportedError } from "../../errors.ts";
import type { OnnxDtype } from "../../formats/onnx/elements.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { type Answer, called, type Fact, type Outcome, type Shaped } from "./ask.ts";
import { type Fields, ownFields, through } from "./field.ts";
import type { Constant, Graph, GraphNode } from "./graph.ts";
import type { Network, NetworkLayer, NetworkValue } from "./network.ts";
import { OPERATORS } from "./operators/table.ts";

/** Numbers that shapes are computed from are few. */
const MOST_FOLDED = 4096;

/**
 * Fields and origins that values may have together, about 100 bytes each: a small file can describe
 * paths without end. A node counts as some of them.
 */
const MOST_ITEMS = 2 ** 21;
const ITEMS_OF_NODE = 16;

export const isFloat = (dtype: OnnxDtype): boolean => /float/.test(dtype);

interface Known extends Fact {
  readonly value: NetworkValue;
}

/**
 * @param shapes of all inputs of the graph.
 * @throws FormatError for a value that nothing makes, or two nodes make.
 * @throws UnsupportedError for networks of more than 2^21 / 16 nodes, or fewer that see very much.
 * @throws ShapeError, OptionError for shapes and attributes that contradict each other.
 */
export function infer(graph: Graph, shapes: ReadonlyMap<string, readonly number[]>): Network {
  const known = new Map<string, Known>();
  for (const [name, constant] of graph.constants) known.set(name, constantFact(name, constant));
  for (const { name, dtype } of graph.inputs) {
    const shape = shapes.get(name) ?? [];
    const value = {
      name,
      shape,
      dtype,
      role: "input",
      root: name,
      fields: ownFields(name, shape),
    } as const;
    known.set(name, { shape, dtype, numbers: null, origins: null, value });
  }
  let left = MOST_ITEMS;
  const layers = graph.nodes.map((node) => {
    const layer = layerOf(node, graph.opset, known);
    left -= ITEMS_OF_NODE;
    for (const name of layer.outputs) {
      const made = known.get(name);
      left -= (made?.value.fields.length ?? 0) + (made?.origins?.length ?? 0);
    }
    guard(left >= 0, UnsupportedError, () => ({
      name: "the nodes of the network, what they see and the constants they are made of",
      expected: `at most ${MOST_ITEMS} in all`,
      got: `more at ${called(node)}`,
    }));
    return layer;
  });
  for (const name of graph.outputs) {
    guard(known.has(name), FormatError, () => ({
      name: `the output ${JSON.stringify(name)} of the network`,
      expected: "a value that is made",
      got: undefined,
    }));
  }
  return {
    name: graph.name,
    inputs: graph.inputs.map(({ name }) => name),
    outputs: graph.outputs,
    values: new Map([...known].map(([name, { value }]) => [name, value])),
    layers,
  };
}

function constantFact(name: string, { shape, dtype, numbers }: Constant): Known {
  const role = isFloat(dtype) ? "parameter" : "constant";
  const few = numbers !== null && sizeOf(shape) <= MOST_FOLDED;
  const value = { name, shape, dtype, role, root: name, fields: [] } as const;
  return { shape, dtype, numbers: few ? numbers() : null, origins: [name], value };
}

function layerOf(node: GraphNode, opset: number, known: Map<string, Known>): NetworkLayer {
  const inputs = node.inputs.map((name) => {
    const fact = known.get(name);
    guard(name === "" || fact !== undefined, FormatError, () => ({
      name: `an input of ${called(node)}`,
      expected: "a value that is made before it",
      got: name,
    }));
    return fact ?? null;
  });
  const there = inputs.filter((input) => input !== null);
  const answer = answerOf(node, opset, inputs);
  // What is made of constants and shapes is made once.
  const still = answer.work.kind !== "unknown" && there.every(({ origins }) => origins !== null);
  const folded = still || answer.work.kind === "constant";
  const origins = folded ? [...new Set(there.flatMap((input) => input.origins ?? []))] : null;
  node.outputs.forEach((name, i) => {
    if (name === "") return;
    guard(!known.has(name), FormatError, () => ({
      name: `the output ${JSON.stringify(name)} of ${called(node)}`,
      expected: "a name of its own",
      got: "one that is taken",
    }));
    known.set(name, factOf(name, answer.outputs[i], { answer, inputs, origins }));
  });
  const runs = (fact: Known | null) => fact !== null && fact.origins === null;
  const { inputs: keptInputs = [], output = false, extra = 0 } = answer.keeps ?? {};
  return {
    name: node.name || node.outputs[0] || node.op,
    op: node.domain === "" ? node.op : `${node.domain}.${node.op}`,
    inputs: inputs.flatMap((fact) => (fact && runs(fact) ? [fact.value.name] : [])),
    outputs: node.outputs.filter((name) => name !== ""),
    parameters: folded
      ? []
      : [...new Set(there.flatMap((fact) => fact.origins ?? []))].filter(
          (name) => known.get(name)?.value.role === "parameter",
        ),
    work: folded ? { kind: "constant" } : answer.work,
    kept: {
      values: folded
        ? []
        : [
            ...keptInputs.flatMap((i) => (runs(inputs[i] ?? null) ? [node.inputs[i]] : [])),
            ...(output ? node.outputs.slice(0, 1) : []),
          ],
      bytes: folded ? 0 : extra,
    },
  };
}

function answerOf(node: GraphNode, opset: number, inputs: readonly (Known | null)[]): Answer {
  const unknown = (reason: string): Answer => ({ outputs: [], work: { kind: "unknown", reason } });
  const operator = node.operator ?? (node.domain === "" ? OPERATORS.get(node.op) : undefined);
  if (operator === undefined) return unknown("the operator is not known");
  if (inputs.some((input) => input !== null && input.shape === null))
    return unknown("the shape of an input is not known");
  try {
    const answer = operator({ node, opset, inputs: inputs as readonly (Shaped | null)[] });
    for (const { shape } of answer.outputs) checkShape(node, shape);
    return answer;
  } catch (error) {
    if (error instanceof UnsupportedError) return unknown(error.message);
    if (!(error instanceof ConvokeError) || error.message.includes(called(node))) throw error;
    const Kind = error.constructor as typeof ConvokeError;
    throw new Kind(`${error.message}, in ${called(node)}`, error.facts, { cause: error });
  }
}

function checkShape(node: GraphNode, shape: readonly number[]): void {
  const whole = shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
  guard(whole && Number.isSafeInteger(sizeOf(shape)), ShapeError, () => ({
    name: `the output of ${called(node)}`,
    expected: "whole extents of at least 0, fewer than 2^53 numbers in all",
    got: shape,
  }));
}

function factOf(
  name: string,
  outcome: Outcome | undefined,
  of: {
    readonly answer: Answer;
    readonly inputs: readonly (Known | null)[];
    readonly origins: readonly string[] | null;
  },
): Known {
  const { answer, inputs, origins } = of;
  const first = inputs.find((input) => input !== null);
  const dtype = outcome?.dtype ?? first?.dtype ?? "float32";
  const shape = outcome?.shape ?? null;
  const numbers = outcome?.numbers ?? null;
  const role = origins === null ? "activation" : "constant";
  const view = answer.work.kind === "view" && first !== undefined && first !== null;
  const value: NetworkValue = {
    name,
    shape,
    dtype,
    role,
    root: view ? first.value.root : name,
    fields: shape && origins === null ? fieldsOf(inputs, answer, shape) : [],
  };
  const few = numbers !== null && numbers.length <= MOST_FOLDED;
  return { shape, dtype, numbers: few ? numbers : null, origins, value };
}

const fieldsOf = (
  inputs: readonly (Known | null)[],
  { paths }: Answer,
  output: readonly number[],
): Fields =>
  through(
    inputs.flatMap((input, i) =>
      input?.shape ? [{ fields: input.value.fields, shape: input.shape, path: paths?.[i] }] : [],
    ),
    output,
  );
