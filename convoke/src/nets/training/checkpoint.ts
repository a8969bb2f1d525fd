/**
 * All that a training needs to go on as if nothing had happened, as safetensors: parameters under
 * their names, the optimizer's slots under `optimizer.`, the best parameters so far under `best.`, and
 * where it stands in the metadata.
 */
import { FormatError, fault, guard, OptionError } from "../../errors.ts";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../formats/safetensors.ts";
import type { Session } from "../../grad/session.ts";
import { runNumber } from "../../grad/value.ts";
import { numbersOf } from "../parameters.ts";
import type { Measures, Sums } from "./batch.ts";

/** What is the same for all steps. */
export interface Settings {
  readonly seed: number;
  readonly batchSize: number;
  readonly examples: number;
  readonly steps: number;
  readonly optimizer: string;
  /** The optimizer's scalars at the first and the last step: other rates show in them. */
  readonly rates: readonly (readonly number[])[];
}

/** An epoch that has ended; they are counted from 1. */
export interface EpochReport extends Measures {
  readonly epoch: number;
  readonly validation: Measures | null;
}

export interface Standing {
  /** Steps done. */
  step: number;
  /** Of the epoch that has begun. */
  sums: Sums;
  readonly history: EpochReport[];
  /** Where the validation loss was lowest; null where nobody asks. */
  best: { readonly epoch: number; readonly parameters: ReadonlyMap<string, Float32Array> } | null;
}

const KEY = "convoke.training";

export function writeCheckpoint(
  session: Session,
  settings: Settings,
  { step, sums, history, best }: Standing,
  name: string | null,
): Uint8Array<ArrayBuffer> {
  const tensors: [string, StoredTensor][] = [];
  const shapes = new Map<string, readonly number[]>();
  for (const parameter of session.parameters()) {
    const { origin, shape } = parameter;
    shapes.set(origin.name, shape);
    tensors.push([origin.name, { shape, data: session.read(parameter) }]);
  }
  for (const [name, data] of session.optimization("train")?.slots ?? [])
    tensors.push([`optimizer.${name}`, { shape: [data.length], data }]);
  for (const [name, data] of best?.parameters ?? [])
    tensors.push([`best.${name}`, { shape: shapes.get(name)!, data }]);
  const position = { step, sums, history, best: best?.epoch ?? null };
  return writeSafetensors(tensors, {
    [KEY]: JSON.stringify({ settings, position, ...(name === null ? {} : { name }) }),
  });
}

interface Note {
  readonly settings: Settings;
  /** Absent in checkpoints that were written before trainings had names. */
  readonly name?: string | null;
  readonly position: Omit<Standing, "best"> & { readonly best: number | null };
}

/**
 * The settings of the training that a checkpoint is of, and its name; null where it has none.
 *
 * @throws FormatError when it is no checkpoint.
 */
export function trainingOf(bytes: Uint8Array): Settings & { readonly name: string | null } {
  const { settings, name = null } = noteOf(readSafetensors(bytes).metadata);
  return { ...settings, name };
}

function noteOf({ [KEY]: text }: Readonly<Record<string, string>>): Note {
  if (text === undefined)
    throw new FormatError("expected a checkpoint of a training, got safetensors of something else");
  const note = parsed(text);
  const { settings, position } = note ?? {};
  const counts = [settings?.batchSize, settings?.examples, settings?.steps, position?.step];
  if (!note || !counts.every(Number.isSafeInteger) || !Array.isArray(position?.history))
    throw new FormatError(
      `expected settings and a position as ${KEY} of a checkpoint, got ${text}`,
    );
  return note as Note;
}

function parsed(text: string): Partial<Note> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Brings a session to where the checkpoint was written.
 *
 * @throws FormatError when the bytes are no checkpoint of this net and optimizer.
 * @throws OptionError naming the first setting that is not the checkpoint's, or another name; nothing is
 *   asked of a side that has none.
 */
export function readCheckpoint(
  bytes: Uint8Array,
  session: Session,
  settings: Settings,
  name: string | null,
): Standing {
  const { tensors, metadata } = readSafetensors(bytes);
  const { settings: before, position, name: named = null } = noteOf(metadata);
  guard(name === null || named === null || name === named, OptionError, () => ({
    name: "the name of the training that is resumed",
    expected: `${named}, as in the checkpoint,`,
    got: name,
  }));
  const parameters = session.parameters();
  const weights = parameters.map(({ origin, shape }) => numbersOf(tensors, origin.name, shape));
  for (const key of Object.keys(settings) as (keyof Settings)[]) {
    const [now, then] = [JSON.stringify(settings[key]), JSON.stringify(before[key])];
    if (now !== then) {
      throw fault(OptionError, {
        name: `${key} of the training that is resumed`,
        expected: `${then}, as in the checkpoint,`,
        got: settings[key],
      });
    }
  }
  const slots = session.optimization("train")?.slots ?? [];
  const found = [
    ...parameters.map((parameter, i) => [session.read(parameter), weights[i]] as const),
    ...[...slots].map(
      ([name, data]) => [data, numbersOf(tensors, `optimizer.${name}`, [data.length])] as const,
    ),
  ];
  for (const [data, numbers] of found) data.set(numbers);
  session.resume("train", position.step);
  // Only steps draw at random: what dropout leaves out follows from their number.
  if (session.includes(runNumber)) session.write(runNumber, [position.step]);
  const best = new Map(
    parameters.flatMap(({ origin, shape }) =>
      position.best === null
        ? []
        : [[origin.name, numbersOf(tensors, `best.${origin.name}`, shape)] as const],
    ),
  );
  return {
    ...position,
    best: position.best === null ? null : { epoch: position.best, parameters: best },
  };
}
