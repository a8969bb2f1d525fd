/** The suites' own layout: files, cases, tensors. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sharedPath } from "../../test/shared.ts";
import type { Tensor } from "../src/tensor/tensor.ts";
import { toFloat16 } from "./float16.ts";

export interface CaseTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data?: readonly (number | string)[];
}

export interface Tolerance {
  readonly metric: "ULP" | "RTOL_ATOL" | "EXACT";
  readonly dtype: string;
  readonly value?: number;
  readonly rtol?: number;
  readonly atol?: number;
}

export interface Case {
  readonly name: string;
  readonly op: string;
  readonly inputs?: Readonly<Record<string, CaseTensor>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly expected?: CaseTensor;
  readonly expectedExtra?: Readonly<Record<string, CaseTensor>>;
  readonly grad?: Readonly<
    Record<"gradOutput" | "gradInput" | "gradWeight" | "gradBias", CaseTensor>
  >;
  readonly exact?: boolean;
  readonly tolerance?: Tolerance;
  readonly expect?: "throw" | "ok";
  readonly optional?: string;
  readonly quirk?: string;
  readonly operators?: readonly GraphNode[];
  readonly nodes?: readonly { readonly op_type?: string; readonly op?: string }[];
  readonly output?: string;
}

export interface GraphNode {
  readonly name: string;
  readonly arguments: readonly Readonly<Record<string, unknown>>[];
  readonly outputs: string | readonly string[];
}

export interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** Every suite of a folder, in order of name. */
export function readSuites(folder: string, only: string | null): Suite[] {
  return readdirSync(folder)
    .filter((file) => /\.json(\.gz)?$/.test(file) && file !== "index.json")
    .map((file) => ({ file, name: file.replace(/\.json(\.gz)?$/, "") }))
    .filter(({ name }) => only === null || name === only)
    .map(({ file, name }) => {
      const bytes = readFileSync(join(folder, file));
      const text = file.endsWith(".gz")
        ? gunzipSync(bytes).toString("utf8")
        : bytes.toString("utf8");
      return { name, cases: (JSON.parse(text) as { cases: Case[] }).cases };
    });
}

/** The suites of the shared folder; null when there are none. */
export function defaultFolder(): string | null {
  const folder = sharedPath("conformance");
  return existsSync(folder) ? folder : null;
}

/** Data as float64, rounded to what the dtype holds. */
export function tensorOf({ shape, dtype, data }: CaseTensor): Tensor<Float64Array> {
  const round =
    dtype === "float32" ? Math.fround : dtype === "float16" ? toFloat16 : (x: number) => x;
  return { shape, data: Float64Array.from(data ?? [], (x) => round(Number(x))) };
}
