/** `convoke/formats/onnx`: ONNX models as plain values. */
export { bytesOfElements, type OnnxDtype } from "./elements.ts";
export type {
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxStored,
  OnnxTensor,
  OnnxType,
  OnnxValue,
} from "./model.ts";
export { readOnnx } from "./read.ts";
export { onnxNumbers } from "./tensor.ts";
export { writeOnnx } from "./write.ts";
export { onnxTensor } from "./write-tensor.ts";
