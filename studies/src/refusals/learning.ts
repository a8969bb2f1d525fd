/** Learning: pairs of pictures, data sets, trainings and their checkpoints; and the studies. */
import type { Refusals } from "./refusals.ts";

export const LEARNING: Refusals = {
  sentences: {
    "expected floats of [{s}] named {name} in the file, got none of that name":
      "文件里应有名为 {name} 的浮点数 [{s}]，实际没有这个名字",
    "expected floats of [{s}] named {name} in the file, got {w} of [{t}]":
      "文件里名为 {name} 的应是浮点数 [{s}]，实际为 [{t}] 的 {w}",
    "expected the columns {list} in line 1 of the table, got {got}":
      "表格第 1 行应有列 {list}，{got}",
    "expected {list} with a whole number as label in line {n} of the table, got {got}":
      "表格第 {n} 行应为 {list}，其中 label 是整数，{got}",
    "expected a vocabulary as JSON, got {got}": "词表应为 JSON，{got}",
    "expected a vocabulary of version 1, got {got}": "词表的版本应为 1，{got}",
    "expected a list of tokens in the vocabulary, got {got}": "词表里应有词元的列表，{got}",
    "expected {list} first in the vocabulary, got {got}": "词表应以 {list} 开头，{got}",
    "expected every token once in the vocabulary, got {name} twice":
      "词表里每个词元应只出现一次，实际 {name} 出现了两次",
    "expected a checkpoint of a training, got safetensors of something else":
      "应为训练的检查点，实际是别的 safetensors 文件",
    "expected settings and a position as {w} of a checkpoint, got {got}":
      "检查点的 {w} 应为设置和位置，{got}",
    "expected a finite loss, got {v} in step {n}: a smaller rate may help":
      "损失应为有限数，实际在第 {n} 步为 {v}：学习率小一些也许就好了",
    "expected odd extents of at most {n} for kernel, got {got}":
      "kernel 的尺寸应为不超过 {n} 的奇数，{got}",
    "expected at least {n} words for sentence, got {m}: {s}":
      "sentence 应至少有 {n} 个词，实际有 {m} 个：{s}",
    "expected numbers or fractions such as 1/2 for nodes, got {got}":
      "nodes 应为数或分数（如 1/2），{got}",
    "expected study {w} to run to its end, got a signal to stop":
      "研究 {w} 应运行到底，实际收到了停止信号",
  },
  rules: {
    "three axes: planes, height and width": "应有三个轴：平面、高和宽",
    "at most {n} weights": "应不超过 {n} 个权重",
    "at most the {w} × {w2} of the input": "应不超过输入的 {w} × {w2}",
    "that of before, [{s}], or [{t}]": "应与 before 相同，即 [{s}]，或为 [{t}]",
    "some between {w} and {w2}": "应有介于 {w} 与 {w2} 之间的",
    "fanIn or fanOut": "fanIn 或 fanOut",
    "the shape [{s}] that it was made with": "应为它建立时的形状 [{s}]",
    "those that were made when the net was built": "应为网络建立时产生的那些",
    "a share from 0 to 1": "0 到 1 的比例",
    "{w}, as in the checkpoint,": "{w}，与检查点一致",
    floats: "浮点数",
    "at most the {n} examples": "应不超过 {n} 个样本",
    "at least one example": "应至少有一个样本",
    "{w}, one an example": "{w}，每个样本一个",
    "a single number": "一个数",
    validation: "应给出 validation",
    "a tensor of [{s}] in other memory": "另一块内存里的张量 [{s}]",
    "alpha of at least 0 and sigma above 0": "alpha 应不小于 0，且 sigma 应大于 0",
    "at least one pixel": "应至少有一个像素",
    "{n} numbers each, one a channel": "各 {n} 个数，每个通道一个",
    "[images, channels, height, width]": "[图像, 通道, 高, 宽]",
    "[channels, frequencies, frames]": "[通道, 频率, 帧]",
    "[least, most], finite": "[最小, 最大]，均为有限数",
    "{w}, as the samples have": "{w}，与样本一致",
    '"power" or "magnitude"': '"power" 或 "magnitude"',
    "0 ≤ fMin < fMax ≤ {n}": "0 ≤ fMin < fMax ≤ {n}",
    '"slaney" or null': '"slaney" 或 null',
    '"htk" or "slaney"': '"htk" 或 "slaney"',
    '"words" or "characters"': '"words" 或 "characters"',
    "so few filters that {n} to {m} Hz, filter {w}, holds a multiple of {v} Hz,":
      "滤波器应少一些，使第 {w} 个（{n} 到 {m} Hz）含有 {v} Hz 的倍数",
    "whole numbers of hertz": "整数赫兹",
    "a ratio whose lowest terms are below {n}": "约分后的项小于 {n} 的比",
    "a range within {n} to {m}": "{n} 到 {m} 之内的范围",
    "at least {n}, which fill a frame,": "应不少于 {n} 个，才够一帧",
    "the shape [N, {n}, …]": "形状 [N, {n}, …]",
    "the shape {s}": "形状 {s}",
  },
  names: {
    "the size of the kernel": "卷积核的大小",
    "the outputs": "输出",
    "the shape of an initializer with fans": "按扇入扇出初始化的形状",
    "the parameter {name}": "参数 {name}",
    "the parameters of a graph": "图的参数",
    "row {w}": "第 {w} 行",
    "the count of {w}": "{w} 的个数",
    "the samples of a recording": "录音的样本数",
    "the channels of a background": "背景声的通道数",
    "the band": "频带",
    "the sampling rates": "采样率",
    "the samples of a channel": "一个通道的样本数",
    "a token's number": "词元的编号",
    "the pairs of pictures of positions": "位置图像的对数",
    "the side of pictures of positions": "位置图像的边长",
    "the input of {name}": "{name}的输入",
    "the targets of {w}": "{w} 的目标",
    "the loss": "损失",
    "the name of the training that is resumed": "要继续的训练的名字",
    "{w} of the training that is resumed": "要继续的训练的 {w}",
    "the inputs of a training with augment": "带 augment 的训练的输入",
    "a training with patience": "带 patience 的训练",
    "the shift": "平移量",
    "the mask": "掩码",
    "the length of a stretch": "伸缩后的长度",
    "the length of a window": "窗的长度",
    "an error to plant in {w}": "要在 {w} 中埋下的错误",
  },
};
