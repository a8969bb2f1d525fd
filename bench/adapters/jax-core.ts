/** What is used of jax-js. */

/** Every use takes the array away; `ref` keeps it for another. */
export interface JaxArray {
  readonly ref: JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  transpose(): JaxArray;
  data(): Promise<Float32Array>;
  blockUntilReady(): Promise<JaxArray>;
  add(other: JaxArray): JaxArray;
  sub(other: JaxArray): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  sum(): JaxArray;
  dispose(): void;
}
type Function = (...args: JaxArray[]) => JaxArray;
interface Arguments {
  readonly argnums: readonly number[];
}
export interface Jax {
  init(device: "wasm"): Promise<unknown>;
  defaultDevice(device: "wasm"): void;
  jit<F extends (...args: JaxArray[]) => unknown>(f: F): F;
  grad(f: Function, options: Arguments): (...args: JaxArray[]) => JaxArray[];
  valueAndGrad(f: Function, options: Arguments): (...args: JaxArray[]) => [JaxArray, JaxArray[]];
  readonly numpy: {
    array(values: Float32Array): JaxArray;
    zeros(shape: readonly number[]): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    max(values: JaxArray): JaxArray;
  };
  readonly nn: {
    relu(x: JaxArray): JaxArray;
    logSoftmax(x: JaxArray, axis: number): JaxArray;
  };
  readonly lax: {
    convGeneralDilated(
      x: JaxArray,
      w: JaxArray,
      strides: readonly number[],
      padding: "VALID" | readonly (readonly [number, number])[],
      options: { readonly rhsDilation?: readonly number[]; readonly featureGroupCount?: number },
    ): JaxArray;
    reduceWindow(
      x: JaxArray,
      computation: (window: JaxArray) => JaxArray,
      extents: readonly number[],
      strides: readonly number[],
    ): JaxArray;
  };
}
