import { CALLED, START } from "./called.ts";

/** Everything the command says in its own words, in both languages; a test compares the keys. */
const en = {
  about: "Convolution in WebAssembly generated for the problem at hand.",
  filter: "convolve a picture with one or more kernels",
  in: "picture to read (PNG, JPEG, WebP, TIFF); - for standard input",
  out: "file to write (.png .jpg .webp .tif .npy); - for standard output",
  start: "filter a sample photograph and show what was done; with IN OUT, the same for yours",
  plan: "say how a problem would be computed, and what else was considered",
  verify: "check every algorithm against the float64 definition",
  wat: "print the generated WebAssembly as text (--loops: as loop nests)",
  info: "describe this machine as the planner sees it",
  kernels: "list the kernels that have names",
  kernel: `a name (see "${CALLED} kernels"), a matrix "0 1 0; 1 -4 1; 0 1 0", or a .json or .npy file; again for a stack`,
  border: "what stands outside: reflect, symmetric, replicate, wrap, zero, or a number",
  stride: "step between outputs: N, or ROWS,COLUMNS",
  dilation: "step between kernel elements: N, or ROWS,COLUMNS",
  padding: "same, same-lower, valid, full, N, ROWS,COLUMNS, or TOP,BOTTOM,LEFT,RIGHT",
  orientation: "correlation (as layers compute) or convolution (kernel flipped)",
  threads: "threads to use, 1 to 64",
  linearLight: "filter light instead of sRGB codes",
  range:
    "results to codes: auto (signed for derivatives, else clip), clip, abs, signed (0 is middle gray), stretch",
  depth: "bits of the output: 8, 16 or float; default as the input",
  format: "output format, whatever the name says: png, jpeg, webp, tiff, npy",
  maxPixels: "most pixels a picture may claim",
  preview: "show the result in the terminal",
  noPreview: "do not show the result in the terminal",
  json: "print a JSON report",
  explain: "print plan, cost and time",
  lang: "en or zh",
  algorithm: "use this algorithm",
  noWide: "leave the experimental 256-bit SIMD of V8 off",
  rigor: "estimate (the default), or measure: time the likely schedules and take the quickest",
  wisdom: "follow what was measured before; with --rigor measure, write it there",
  loops: "print loop nests instead",
  exitCodes:
    "Exit codes: 0 done; 1 verification failed; 2 wrong usage; 3 input cannot be used; 4 output cannot be written; 70 a defect of convoke; 130 interrupted.",
  wrote: "wrote",
  rangeUsed: "range",
  rangeClipped: "values were cut",
  pages: "pages in the file; the first was filtered",
  sample: "Sample photograph: Karl Blossfeldt, Acanthus mollis, 1928 (CC0).",
  next: `Next: ${START} YOUR.jpg OUT.png --kernel gaussian:2`,
  passed: "all passed",
  failed: "FAILED",
  filtering: "filtering",
  asCodes: "bit codes as they are",
  asFloats: "in floats",
  exact: "exact",
  within: "within",
  floatsFor_floats: "the picture holds floats",
  floatsFor_alpha: "the picture has transparency",
  floatsFor_light: "light is filtered",
  floatsFor_steps: "stride or dilation is not 1",
  floatsFor_size: "the result has another size",
  floatsFor_border: "the border is no code of the picture",
  floatsFor_accuracy: "results finer than codes are wanted",
  floatsFor_machine: "the kernel or this machine asks for it",
} as const;

type Key = keyof typeof en;

const zh: Record<Key, string> = {
  about: "卷积：针对具体问题即时生成的 WebAssembly。",
  filter: "用一个或多个卷积核处理图像",
  in: "输入图像（PNG、JPEG、WebP、TIFF）；- 表示标准输入",
  out: "输出文件（.png .jpg .webp .tif .npy）；- 表示标准输出",
  start: "处理一张示例照片并展示过程；给出 IN OUT 则处理你自己的图像",
  plan: "说明一个问题将如何计算，以及考虑过哪些别的算法",
  verify: "把每个算法与 float64 定义逐一核对",
  wat: "以文本形式打印生成的 WebAssembly（--loops：打印循环嵌套）",
  info: "描述规划器眼中的这台机器",
  kernels: "列出有名字的卷积核",
  kernel: `名字（见 "${CALLED} kernels"）、矩阵 "0 1 0; 1 -4 1; 0 1 0"，或 .json / .npy 文件；可重复，得到一叠结果`,
  border: "图像之外是什么：reflect、symmetric、replicate、wrap、zero 或一个数",
  stride: "步幅：N 或 行,列",
  dilation: "扩张率：N 或 行,列",
  padding: "填充：same、same-lower、valid、full、N、行,列 或 上,下,左,右",
  orientation: "correlation（互相关，与卷积层一致）或 convolution（卷积，翻转核）",
  threads: "线程数，1 到 64",
  linearLight: "在线性光而不是 sRGB 编码上滤波",
  range:
    "结果如何变成编码：auto（导数用 signed，其余 clip）、clip、abs、signed（0 为中灰）、stretch",
  depth: "输出位数：8、16 或 float；默认与输入相同",
  format: "输出格式（不看文件名）：png、jpeg、webp、tiff、npy",
  maxPixels: "图像最多可有多少像素",
  preview: "在终端里显示结果",
  noPreview: "不在终端里显示结果",
  json: "输出 JSON 报告",
  explain: "打印计划、代价和时间",
  lang: "en 或 zh",
  algorithm: "使用这个算法",
  noWide: "不启用 V8 的实验性 256 位 SIMD",
  rigor: "estimate（默认，估算）或 measure（实测几个可能的方案，取最快的）",
  wisdom: "采用以前实测的结果；与 --rigor measure 一起用时写入该文件",
  loops: "改为打印循环嵌套",
  exitCodes:
    "退出码：0 完成；1 核对失败；2 用法错误；3 输入不可用；4 无法写出；70 convoke 自身的缺陷；130 被中断。",
  wrote: "已写入",
  rangeUsed: "取值方式",
  rangeClipped: "个值被截断",
  pages: "页在文件中；只处理了第一页",
  sample: "示例照片：卡尔·布洛斯菲尔德《Acanthus mollis》，1928（CC0）。",
  next: `接下来：${START} 你的.jpg 输出.png --kernel gaussian:2`,
  passed: "全部通过",
  failed: "失败",
  filtering: "滤波中",
  asCodes: "位编码直接滤波",
  asFloats: "浮点滤波",
  exact: "精确",
  within: "误差不超过",
  floatsFor_floats: "图像本身是浮点数",
  floatsFor_alpha: "图像有透明度",
  floatsFor_light: "在线性光上滤波",
  floatsFor_steps: "步幅或扩张率不是 1",
  floatsFor_size: "结果尺寸不同",
  floatsFor_border: "边界值不是图像的编码",
  floatsFor_accuracy: "需要比编码更细的结果",
  floatsFor_machine: "卷积核或这台机器的要求",
};

export const STRINGS = { en, zh } as const;
export type Language = keyof typeof STRINGS;
export const LANGUAGES = Object.keys(STRINGS) as readonly Language[];
export type Words = Readonly<Record<Key, string>>;

/** `--lang`, or else what the environment says (LC_ALL, LC_MESSAGES, LANG). */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const at = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const asked = at < 0 ? "" : argv[at].includes("=") ? argv[at].slice(7) : argv[at + 1];
  const word = asked || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return word.toLowerCase().startsWith("zh") ? "zh" : "en";
}
