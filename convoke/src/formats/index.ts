export { type IdxArray, type IdxTensor, readIdx, writeIdx } from "./idx.ts";
export { readNpy, writeNpy } from "./npy.ts";
export {
  type Dtype,
  readSafetensors,
  type Safetensors,
  type StoredArray,
  type StoredTensor,
  writeSafetensors,
} from "./safetensors.ts";
export type { Sound } from "./sound.ts";
export type { WavEncoding } from "./wav-encoding.ts";
export { readWav, type WavSound } from "./wav-read.ts";
export { type WavOptions, writeWav } from "./wav-write.ts";
