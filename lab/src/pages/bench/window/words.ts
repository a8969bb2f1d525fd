import { words } from "../../../state/language.ts";

const en = {
  lead: "The kernel lies over a window of the input. Each pair is multiplied, the products are added: one output. Move over the output, or walk it with the arrow keys.",
  leadTransposed:
    "Every input element stamps the kernel, multiplied by its value, onto the output; where stamps meet, they add up.",
  flipped:
    "Convolution: the kernel is applied flipped, turned by 180°. The corners of the input say which weight meets which element.",
  kernelOf: (o: number, many: boolean) => (many ? `Kernel of output channel ${o}` : "Kernel"),
  play: "Play",
  pause: "Pause",
  back: "Step back",
  step: "Step",
  place: (n: number, of: number) => `output ${n} of ${of}`,
  inputGoes: (name: string, outputs: number) =>
    outputs === 0
      ? `${name} takes part in no output.`
      : `${name} takes part in ${outputs === 1 ? "1 output" : `${outputs} outputs`}; the corner says with which weight.`,
  weightGoes: (name: string, outputs: number, inputs: number) =>
    `${name} is used by ${outputs} ${outputs === 1 ? "output" : "outputs"}, and meets ${inputs} ${inputs === 1 ? "element" : "elements"} of the input.`,
  ringCell: (place: string, source: string) => `At position (${place}) the border puts ${source}.`,
  ringNothing: (place: string, value: string) =>
    `At position (${place}) no element stands: the border puts ${value} there.`,
};

const zh: typeof en = {
  lead: "卷积核盖住输入的一个窗口，对应元素相乘再相加，得到一个输出。把指针移到输出上，或用方向键逐个走。",
  leadTransposed: "每个输入元素把卷积核乘上自己的值，盖到输出上；重叠之处相加。",
  flipped: "卷积：核翻转（旋转 180°）后再用。输入格子的角标是与它相乘的权重。",
  kernelOf: (o, many) => (many ? `输出通道 ${o} 的卷积核` : "卷积核"),
  play: "播放",
  pause: "暂停",
  back: "后退一步",
  step: "前进一步",
  place: (n, of) => `第 ${n} 个输出，共 ${of} 个`,
  inputGoes: (name, outputs) =>
    outputs === 0
      ? `${name} 不参与任何输出。`
      : `${name} 参与 ${outputs} 个输出；角标是它所乘的权重。`,
  weightGoes: (name, outputs, inputs) =>
    `${name} 用于 ${outputs} 个输出，与 ${inputs} 个输入元素相乘。`,
  ringCell: (place, source) => `位置 (${place}) 由边界规则取 ${source}。`,
  ringNothing: (place, value) => `位置 (${place}) 没有输入元素，边界规则填入 ${value}。`,
};

export const windowWords = words({ en, zh });
