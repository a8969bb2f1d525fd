export { fromOnnx, type OnnxAttributes } from "./onnx.ts";
export { type FromTorch, fromTorch, type TorchOptions, type TorchShapes } from "./torch.ts";
export { fromWebNN, type WebnnOperand, type WebnnOptions } from "./webnn.ts";
