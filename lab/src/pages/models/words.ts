/** Words of the models page. */
import { words } from "../../state/language.ts";

const en = {
  about:
    "Drop an ONNX or safetensors file anywhere on this page, or choose one: its convolution layers, their kernels as pictures, and what the network costs. The file stays in this browser, so a link cannot hold it.",
  choose: "Choose a file",
  samples: "or a model made here",
  sample: { colours: "colours, 96 × 96", lenet: "LeNet" },
  reading: "Reading…",
  tooLarge: (most: string, got: string) =>
    `expected a file of at most ${most} for a model, got ${got}`,
  open: (name: string, bytes: string, tensors: number) => `${name}: ${bytes}, ${tensors} tensors`,
  inputHint: (shape: string) => `as the file says: ${shape}`,
  tryShape: (shape: string) => `Try ${shape}`,
  weightsOnly:
    "A safetensors file holds weights alone: which layer follows which, strides and padding are not in it. Give extents, and each layer is counted by itself.",
  alone: "Each convolution by itself",
  aloneSaid:
    "Counted at the given extents, with stride 1 and padding that keeps them; a layer along fewer axes takes the last ones. In the network, strides and pooling leave fewer.",
  sum: "sum",
  fileNotInLink:
    "A link to this page carries what is set here and the chosen kernel, but not the file: who opens it chooses the file again.",
  fileMissing:
    "This link is about a file of its sender's own, which no link holds: choose that file, and what the link says is shown of it.",
  noConvolution: "There is no convolution layer in this file.",
  asStored: "as the file says",
  whole: "The whole network",
  against: "beside the file's own extents",
  whatIf: "If every convolution had one number doubled",
  change: {
    channels: "both channels",
    resolution: "height and width",
    kernel: "kernel",
    stride: "stride",
  } as Readonly<Record<string, string>>,
  without: (n: number) => (n === 0 ? "" : `${n} layers cannot, and count as they are`),
  activations: "bytes of inputs and outputs",
  kernels: "Kernels",
  save: "Save these kernels",
  convolution: "convolution",
  weight: "weight",
  tap: "tap",
  kernelOf: (out: number, from: number) => `kernel [${out}, ${from}]`,
  montage: (name: string, down: number, across: number) =>
    `kernels of ${name}: ${down} output channels down, ${across} input channels across`,
  planeMontage: (name: string, count: number) => `kernels of ${name}: ${count} output channels`,
  colourMontage: (name: string, count: number) =>
    `kernels of ${name} in colours: ${count} output channels`,
  first: (shown: number, all: number) => `The first ${shown} of ${all} output channels.`,
  computed: "The weights of this layer are computed when it runs: there is nothing to show.",
  inWorkshop: "Open in Kernels",
  inCost: "Open in Cost",
  layersShown: (shown: number, all: number) => `The first ${shown} of ${all} layers.`,
  show: (name: string) => `Show the kernels of ${name}`,
  more: "Training, memory, and what other counters print",
  figures: {
    macs: "multiply-adds (MACs)",
    flops: "FLOPs",
    parameters: "parameters",
    peak: "peak of activations",
  },
};

const zh: typeof en = {
  about:
    "把 ONNX 或 safetensors 文件拖到本页任意位置，或选择一个文件：即可看到其中的卷积层、以图片显示的卷积核，以及整个网络的开销。文件只留在这个浏览器里，因此链接无法包含它。",
  choose: "选择文件",
  samples: "或在此生成的模型",
  sample: { colours: "彩色，96 × 96", lenet: "LeNet" },
  reading: "正在读取…",
  tooLarge: (most, got) => `模型文件至多 ${most}，此文件为 ${got}`,
  open: (name, bytes, tensors) => `${name}：${bytes}，${tensors} 个张量`,
  inputHint: (shape) => `文件中为：${shape}`,
  tryShape: (shape) => `试试 ${shape}`,
  weightsOnly:
    "safetensors 文件只有权重：其中没有层的先后次序，也没有步幅和填充。给出尺寸，即可逐层单独计算开销。",
  alone: "逐个卷积层",
  aloneSaid:
    "按给出的尺寸计算，步幅为 1，填充使尺寸保持不变；轴数较少的层取最后几个尺寸。在真实网络里，步幅和汇聚会使尺寸变小。",
  sum: "合计",
  fileNotInLink:
    "本页的链接包含这里的设置和所选的核，但不包含文件：打开链接的人需要重新选择该文件。",
  fileMissing:
    "此链接针对发送者自己的文件，而链接无法包含文件：请选择那个文件，链接中的设置就会用在它上面。",
  noConvolution: "此文件中没有卷积层。",
  asStored: "按文件",
  whole: "整个网络",
  against: "与文件自身的尺寸相比",
  whatIf: "若每个卷积层的某个数加倍",
  change: { channels: "两侧通道", resolution: "高和宽", kernel: "核", stride: "步幅" },
  without: (n) => (n === 0 ? "" : `${n} 层不能这样改，按原样计`),
  activations: "输入与输出的字节",
  kernels: "卷积核",
  save: "保存这些核",
  convolution: "卷积层",
  weight: "权重",
  tap: "抽头",
  kernelOf: (out, from) => `核 [${out}, ${from}]`,
  montage: (name, down, across) =>
    `${name} 的核：纵向 ${down} 个输出通道，横向 ${across} 个输入通道`,
  planeMontage: (name, count) => `${name} 的核：${count} 个输出通道`,
  colourMontage: (name, count) => `${name} 的核（彩色）：${count} 个输出通道`,
  first: (shown, all) => `共 ${all} 个输出通道，显示前 ${shown} 个。`,
  computed: "这一层的权重在运行时才算出：没有可显示的内容。",
  inWorkshop: "在“卷积核”页中打开",
  inCost: "在“开销”页中打开",
  layersShown: (shown, all) => `共 ${all} 层，显示前 ${shown} 层。`,
  show: (name) => `显示 ${name} 的卷积核`,
  more: "训练、内存，以及其他工具会打印的数",
  figures: {
    macs: "乘加（MAC）",
    flops: "浮点运算（FLOP）",
    parameters: "参数",
    peak: "激活值峰值",
  },
};

export const modelsWords = words({ en, zh });
