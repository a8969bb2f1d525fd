/** A graph in the order in which it can be computed. */
import { guard, OptionError } from "../errors.ts";
import { nameOf, type Value } from "./value.ts";

/** All values that `ends` are made of, each after those it is made of. */
export function inOrder(ends: readonly Value[]): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  // A stack of its own: graphs of recurrences are deeper than JavaScript's.
  const stack: { value: Value; next: number }[] = [];
  const enter = (value: Value) => {
    if (seen.has(value)) return;
    seen.add(value);
    stack.push({ value, next: 0 });
  };
  for (const end of ends) {
    enter(end);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const inputs = top.value.origin.kind === "operation" ? top.value.origin.inputs : [];
      if (top.next < inputs.length) enter(inputs[top.next++]);
      else order.push(stack.pop()!.value);
    }
  }
  return order;
}

/** The value whose numbers these are: an alias leads to what it is another shape of. */
export function rootOf(value: Value): Value {
  let root = value;
  while (root.origin.kind === "operation" && root.origin.operation.alias)
    root = root.origin.inputs[0];
  return root;
}

/**
 * A state may be written once in a run, and by nothing that comes before another reader: what that
 * one reads would depend on the order.
 *
 * @throws OptionError naming the state.
 */
export function checkStates(order: readonly Value[]): void {
  const writers = new Map<Value, string>();
  for (const { origin } of order) {
    if (origin.kind !== "operation") continue;
    for (const index of origin.operation.writes ?? []) {
      const state = origin.inputs[index];
      const before = writers.get(state);
      guard(before === undefined, OptionError, () => ({
        name: nameOf(state),
        expected: "one operation that changes it in a run",
        got: `${before} and ${origin.operation.name}`,
      }));
      writers.set(state, origin.operation.name);
    }
  }
  for (const { origin } of order) {
    if (origin.kind !== "operation") continue;
    origin.inputs.forEach((value, index) => {
      const writer = writers.get(value);
      const own = origin.operation.writes?.includes(index) ?? false;
      guard(writer === undefined || own, OptionError, () => ({
        name: nameOf(value),
        expected: `no other reader in a run in which ${writer} changes it`,
        got: origin.operation.name,
      }));
    });
  }
}
