/** A field for a number: what breaks its rule is told in a sentence, and gives way when the field is left. */
import type { Parameter } from "@convoke/studies";
import { useEffect, useId, useRef } from "preact/hooks";
import { Refusal } from "./refusal.tsx";
import { type Rule, useTyped } from "./use-typed.ts";

export type NumberRule = Extract<Parameter, { kind: "whole" | "number" }>;

interface Props extends Omit<Rule, "onSet"> {
  readonly id?: string;
  /** What a screen reader calls it, where no label does. */
  readonly label?: string;
  readonly parameter: NumberRule;
  /** May refuse: the message of what it throws is told. */
  readonly onSet: (value: number) => void;
}

export function NumberField({ id, label, onSet, ...rule }: Props) {
  const { text, problem, type, restore } = useTyped({
    ...rule,
    onSet: (value) => onSet(Number(value)),
  });
  const { from, to, kind } = rule.parameter;
  const told = useId();
  const field = useRef<HTMLInputElement>(null);
  const leave = () => {
    // Text that is no number reads as an empty one: drawing alone would leave it there.
    if (field.current) field.current.value = `${rule.value}`;
    restore();
  };
  // The same for a value from elsewhere, while the field is not typed into.
  useEffect(() => {
    if (field.current?.validity.badInput) field.current.value = text;
  }, [rule.value]);
  return (
    <>
      <input
        ref={field}
        id={id}
        type="number"
        aria-label={label}
        min={Number.isFinite(from) ? from : undefined}
        max={Number.isFinite(to) ? to : undefined}
        step={kind === "whole" ? 1 : "any"}
        value={text}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : told}
        onInput={({ currentTarget }) => type(currentTarget.value, currentTarget.validity.badInput)}
        onBlur={leave}
        onKeyDown={(event) => event.key === "Escape" && leave()}
      />
      {problem !== null && (
        <small id={told} role="alert">
          <Refusal of={problem} />
        </small>
      )}
    </>
  );
}
