/** A network with everything that is known of it: shapes, work, fields, memory are read off this value. */
import type { OnnxDtype } from "../../formats/onnx/elements.ts";
import type { Fields } from "./field.ts";
import type { Work } from "./work.ts";

export interface Network {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly values: ReadonlyMap<string, NetworkValue>;
  /** In an order in which they can be computed. */
  readonly layers: readonly NetworkLayer[];
}

export interface NetworkValue {
  readonly name: string;
  /** Null where it is not known. */
  readonly shape: readonly number[] | null;
  readonly dtype: OnnxDtype;
  /** `parameter`: floats of the file, which training changes. `constant`: other numbers, and all that
   *  is made of either before the first run. `activation`: what runs make. */
  readonly role: "input" | "parameter" | "constant" | "activation";
  /** The value whose numbers these are, in another shape; its own name if none. */
  readonly root: string;
  /** What one number sees of the inputs. */
  readonly fields: Fields;
}

export interface NetworkLayer {
  readonly name: string;
  readonly op: string;
  /** Values of runs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Parameters of the file that it reads, directly or folded into constants. */
  readonly parameters: readonly string[];
  readonly work: Work;
  /** Values that its gradient needs, and bytes besides. */
  readonly kept: { readonly values: readonly string[]; readonly bytes: number };
}
