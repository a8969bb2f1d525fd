import { words } from "../../../state/language.ts";

const en = {
  lead: "Each unit sees a few units below it, those a few below them, down to the input: its receptive field. Point at any unit.",
  add: "Add",
  drop: (word: string, n: number) => `Take out layer ${n}, ${word}`,
  last: "Take out the last",
  examples: "Examples",
  presets: {
    plain: "three 3 × 3",
    strided: "strides",
    dilated: "dilations 1, 2, 4",
    vgg: "as VGG begins",
  },
  pyramid: "Pyramid of units: arrow keys move between units and layers",
  input: "input",
  unit: (name: string, u: number, span: string, extent: number, paths: string) =>
    `Unit ${u} of ${name} sees ${extent} ${extent === 1 ? "position" : "positions"}, ${span}, over ${paths} ${paths === "1" ? "path" : "paths"}.`,
  outside: (n: number) => `${n} of them ${n === 1 ? "is" : "are"} padding.`,
  half: (n: number, all: number) =>
    `Half of the paths end in ${n} of ${all}: the centre counts more.`,
  even: "Every position counts the same.",
  inputUnit: (u: number) => `Position ${u} of the input.`,
  paths: "paths",
  table: "Field by field",
  layer: "layer",
  units: "units",
  field: "field",
  jump: "jump",
  first: "begins at",
  tableSaid:
    "Field: positions that one unit sees. Jump: how far two neighbours look apart. Begins at: the first position that unit 0 sees; negative ones are padding.",
  save: "Save",
  plane: "In two dimensions",
  planeName: (n: number) => `Effective field, ${n} × ${n} positions`,
  planeSaid:
    "Square layers: the number of paths is the product of both axes. If all weights are alike, this is how much each pixel contributes; the field is square, its influence is a hill.",
};

const zh: typeof en = {
  lead: "每个单元看到下一层的几个单元，它们又各自看到再下一层的几个，一直到输入：这就是它的感受野。指向任意单元看看。",
  add: "添加",
  drop: (word, n) => `去掉第 ${n} 层 ${word}`,
  last: "去掉最后一层",
  examples: "示例",
  presets: {
    plain: "三个 3 × 3",
    strided: "带步幅",
    dilated: "扩张率 1、2、4",
    vgg: "VGG 的开头",
  },
  pyramid: "单元金字塔：用方向键在单元和层之间移动",
  input: "输入",
  unit: (name, u, span, extent, paths) =>
    `${name} 的单元 ${u} 看到 ${extent} 个位置（${span}），共 ${paths} 条路径。`,
  outside: (n) => `其中 ${n} 个位置是填充。`,
  half: (n, all) => `一半的路径集中在 ${all} 个位置中的 ${n} 个：中心更重要。`,
  even: "每个位置同样重要。",
  inputUnit: (u) => `输入的位置 ${u}。`,
  paths: "路径数",
  table: "逐层的感受野",
  layer: "层",
  units: "单元数",
  field: "感受野",
  jump: "间隔",
  first: "起点",
  tableSaid:
    "感受野：一个单元看到多少个位置。间隔：相邻两个单元的视野相距多远。起点：单元 0 看到的第一个位置，负数表示填充。",
  save: "保存",
  plane: "二维情形",
  planeName: (n) => `有效感受野，${n} × ${n} 个位置`,
  planeSaid:
    "各层都是正方形时，路径数是两个轴的乘积。若所有权重都相同，这就是每个像素的贡献：感受野是正方形，影响力却像一座小山。",
};

export const receptiveWords = words({ en, zh });
