/** What a study shows, as data: a screen, a terminal or a page decides how it looks. */
import type { Fact } from "./facts.ts";

export type Exhibit = Matrix | Table | Series | Picture | Sound | Formula;

/** Numbers in rows and columns, written out. */
export interface Matrix {
  readonly kind: "matrix";
  /** Names the caption in the text of the step. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: readonly number[];
  /** Elements that belong together, each list in a colour of its own. */
  readonly marks?: readonly (readonly number[])[];
  /**
   * What an element comes from: `elements[i]` are those of the matrix `to` that element i, or column
   * i, is made of. A page lights them up together.
   */
  readonly link?: {
    readonly to: string;
    readonly by: "element" | "column";
    readonly elements: readonly (readonly number[])[];
  };
}

export interface Table {
  readonly kind: "table";
  readonly name: string;
  /** Names of the columns: words of the text, or symbols. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Fact[])[];
  /** Columns that a clock has measured. */
  readonly timed?: readonly string[];
}

/** Lines over one axis. */
export interface Series {
  readonly kind: "series";
  readonly name: string;
  /** What x counts: a word of the text. */
  readonly axis: string;
  readonly x: readonly number[];
  readonly lines: readonly { readonly name: string; readonly y: readonly number[] }[];
  readonly scale?: "linear" | "logarithmic";
  /** Lines that a clock has measured. */
  readonly timed?: readonly string[];
}

export interface Picture {
  readonly kind: "picture";
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  /** Row-major, channels last; black is `range[0]`, white `range[1]`. */
  readonly values: ArrayLike<number>;
  readonly range: readonly [number, number];
}

export interface Sound {
  readonly kind: "sound";
  readonly name: string;
  /** Samples a second. */
  readonly rate: number;
  /** From −1 to 1. */
  readonly samples: Float32Array;
}

/** TeX, with the numbers of the run in it. */
export interface Formula {
  readonly kind: "formula";
  readonly name: string;
  readonly tex: string;
}
