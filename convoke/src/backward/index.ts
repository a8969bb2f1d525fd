/** `convoke/backward`: the gradients of convolutions. */
export {
  type BackwardNeeds,
  type BackwardTensors,
  type ConvBackwardOptions,
  type ConvTransposeBackwardOptions,
  conv1dBackward,
  conv2dBackward,
  conv3dBackward,
  convTranspose1dBackward,
  convTranspose2dBackward,
  convTranspose3dBackward,
  type Gradients,
  type Shaped,
} from "./conv.ts";
export { BackwardExecutable, type BackwardOptions, compileBackward } from "./executable.ts";
export {
  type BackwardProgram,
  type BackwardSetting,
  backwardProgram,
  type TensorName,
  type Wanted,
} from "./program.ts";
