/** What the lab itself refuses, in Chinese. */
import type { Refusals } from "@convoke/studies/refusals";

export const LAB: readonly Refusals[] = [
  {
    sentences: {
      "expected weights that the file holds, got computed ones":
        "应是文件里存有的权重，实际是算出来的",
      "expected a model that has been opened, got none": "应先打开一个模型，实际没有",
      "expected a picture that this browser reads, got {got}": "应是这个浏览器能读的图像，{got}",
      "expected a split {w} in {s}, got none": "{s} 中应有 {w} 这一份，实际没有",
      "expected a network that has been made, got none": "应先建立网络，实际没有",
      "expected 1 to {n} layers, got {got}": "应有 1 到 {n} 层，{got}",
      'expected layers such as k3, k3s2, k3d2p1, pool2 (kernels up to {n}), got "{s}"':
        "各层应形如 k3、k3s2、k3d2p1、pool2（核不超过 {n}），实际为 “{s}”",
      "expected a whole picture that this browser reads (PNG, JPEG, WebP, GIF or AVIF), got {got}":
        "应是这个浏览器能读的完整图像（PNG、JPEG、WebP、GIF 或 AVIF），{got}",
      "expected a picture before a kernel, got none": "应先有图像，再有卷积核，实际没有",
      "expected a kernel of rows and columns, got {n} axes": "卷积核应有行和列，实际有 {n} 个轴",
      "expected the photograph to load, got {got}": "照片应能载入，{got}",
    },
    rules: {
      "at most {n} positions that a unit of {m} sees":
        "应不超过 {n} 个位置（第 {m} 层的一个单元所见）",
      "at most {n} units in a layer": "每层应不超过 {n} 个单元",
      "whole extents such as {s}": "整数尺寸，如 {s}",
      "1 to {n} whole numbers from 0 to {m}, such as {s},": "1 到 {n} 个 0 到 {m} 的整数，如 {s}",
      "1 to {n} numbers or fractions, such as {s},": "1 到 {n} 个数或分数，如 {s}",
      "at least {n} extents": "应至少有 {n} 个尺寸",
      "a layer of the stack and one of its units, such as {s},":
        "堆叠中的一层和它的一个单元，如 {s}",
      "a name that ends in {w} or {w2}": "应以 {w} 或 {w2} 结尾",
      "a canvas of the browser": "浏览器的画布",
      "at most {n} megapixels": "应不超过 {n} 百万像素",
      "at most {w} × {w2} numbers": "应不超过 {w} × {w2} 个数",
      "at most {w} × {w2} numbers about the middle": "以中间为准，应不超过 {w} × {w2} 个数",
    },
    names: {
      "the stack": "层的堆叠",
      "the input": "输入",
      "the orders": "各轴的阶",
      "the direction": "方向",
      "a model": "模型",
      "the factor": "系数",
      "the PNG": "PNG",
      "the picture": "图像",
      "the result": "结果",
      "a picture": "图像",
    },
  },
];
