/** Files: npy, safetensors, IDX and WAV. */
import type { Refusals } from "./refusals.ts";

export const FILES: Refusals = {
  sentences: {
    "expected an IDX file, got gzip, which has to be unpacked first":
      "应为 IDX 文件，实际是 gzip，须先解压",
    "expected an IDX file, got other bytes": "应为 IDX 文件，实际是别的字节",
    "expected a type of {list} in the IDX file, got {w}":
      "IDX 文件的类型应为 {list} 之一，实际为 {w}",
    "expected {n} extents in the IDX file, got {got}": "IDX 文件应有 {n} 个尺寸，{got}",
    "expected {n} bytes for [{s}] in the IDX file, got {got}":
      "IDX 文件中 [{s}] 应有 {n} 个字节，{got}",
    "expected {n} labels, one an image, got {got}": "每幅图像一个标签，应有 {n} 个，{got}",
    "expected bytes with 1 axis in the IDX file of {name}, got {w} of [{s}]":
      "{name}的 IDX 文件应是 1 个轴的字节，实际为 [{s}] 的 {w}",
    "expected bytes with {n} axes in the IDX file of {name}, got {w} of [{s}]":
      "{name}的 IDX 文件应是 {n} 个轴的字节，实际为 [{s}] 的 {w}",
    "expected an npy file, got other bytes": "应为 npy 文件，实际是别的字节",
    "expected npy version 1 to 3, got {got}": "npy 的版本应为 1 到 3，{got}",
    "the npy header is cut short": "npy 文件头不完整",
    "expected fortran_order and shape in the npy header": "npy 文件头里应有 fortran_order 和 shape",
    "expected real numbers ({list}) in the npy file": "npy 文件里应为实数（{list}）",
    "expected {n} bytes of data in the npy file, got {got}": "npy 文件应有 {n} 个字节的数据，{got}",
    "expected a safetensors file of at least 8 bytes, got {got}":
      "safetensors 文件应至少有 8 个字节，{got}",
    "expected a header of at most {n} bytes in the safetensors file, got {got}":
      "safetensors 文件头应不超过 {n} 个字节，{got}",
    "expected a header of {n} bytes in the safetensors file, got {got}":
      "safetensors 文件头应有 {n} 个字节，{got}",
    "expected every name once in the safetensors file, got {name} twice":
      "safetensors 文件里每个名字应只出现一次，实际 {name} 出现了两次",
    "expected text by name as __metadata__ of the safetensors file, got {got}":
      "safetensors 文件的 __metadata__ 应为按名字给出的文本，{got}",
    "expected UTF-8 in the header of the safetensors file, got other bytes":
      "safetensors 文件头应为 UTF-8，实际是别的字节",
    "expected JSON in the header of the safetensors file, got {got}":
      "safetensors 文件头应为 JSON，{got}",
    "expected an object in the header of the safetensors file, got {got}":
      "safetensors 文件头应为对象，{got}",
    "expected dtype, shape and data_offsets of the tensor {name} in the safetensors file, got {got}":
      "safetensors 文件中张量 {name} 应有 dtype、shape 和 data_offsets，{got}",
    "expected the tensor {name} of the safetensors file to begin at byte {n}, got {got}":
      "safetensors 文件中张量 {name} 应从第 {n} 个字节开始，{got}",
    "expected {n} bytes of numbers for the tensor {name} of the safetensors file, got {got}":
      "safetensors 文件中张量 {name} 的数应有 {n} 个字节，{got}",
    "expected {n} bytes of numbers in the safetensors file, got {got}":
      "safetensors 文件中的数应有 {n} 个字节，{got}",
    "expected one of {list} as the dtype of {name}, got {got}":
      "{name}的 dtype 应为 {list} 之一，{got}",
    "expected {n} bytes for {w} of [{s}] in {name}, got {got}":
      "{name}中 [{s}] 的 {w} 应有 {n} 个字节，{got}",
    "expected bytes of 0 and 1 in {name}, got others": "{name}的字节应为 0 和 1，实际还有别的",
    "expected a WAV file (RIFF WAVE), got {got}": "应为 WAV 文件（RIFF WAVE），{got}",
    "expected a chunk {w} in the WAV file, got none": "WAV 文件应有 {w} 块，实际没有",
    "expected a multiple of {n} bytes of samples in the WAV file, got {got}":
      "WAV 文件中样本的字节数应为 {n} 的倍数，{got}",
    "expected {n} bytes in the WAV file, as its header says, got {got}":
      "按文件头，WAV 文件应有 {n} 个字节，{got}",
    "expected at least {n} bytes in the WAV file, as its header says, got {got}":
      "按文件头，WAV 文件应至少有 {n} 个字节，{got}",
    "expected a chunk of at least 8 bytes at byte {n} of the WAV file, got {got}":
      "WAV 文件第 {n} 个字节处应有至少 8 个字节的块，{got}",
    "expected {n} bytes in the chunk {name} of the WAV file, got {got}":
      "WAV 文件的 {name} 块应有 {n} 个字节，{got}",
    "expected one chunk {name} in the WAV file, got two":
      "WAV 文件应只有一个 {name} 块，实际有两个",
    "expected a chunk fmt of at least 16 bytes, got {got}": "fmt 块应至少有 16 个字节，{got}",
    "expected PCM or float samples in the WAV file, got format {w} ({name})":
      "WAV 文件的样本应为 PCM 或浮点数，实际格式为 {w}（{name}）",
    "expected PCM or float samples in the WAV file, got format {w}":
      "WAV 文件的样本应为 PCM 或浮点数，实际格式为 {w}",
    "expected at least 1 channel and 1 sample a second in the WAV file, got {n} and {m}":
      "WAV 文件应至少有 1 个通道、每秒 1 个样本，实际为 {n} 和 {m}",
    "expected 1 to 32 bits a PCM sample in the WAV file, got {got}":
      "WAV 文件的 PCM 样本应为 1 到 32 位，{got}",
    "expected 32 or 64 bits a float in the WAV file, got {got}":
      "WAV 文件的浮点样本应为 32 或 64 位，{got}",
    "expected {n} bytes for {m} samples of {b} bits in the WAV file, got {got}":
      "WAV 文件中 {m} 个 {b} 位样本应有 {n} 个字节，{got}",
    "expected an extensible fmt of at least 40 bytes, got {got}":
      "扩展的 fmt 块应至少有 40 个字节，{got}",
    "expected PCM or float samples in the WAV file, got another subformat":
      "WAV 文件的样本应为 PCM 或浮点数，实际是别的子格式",
    "expected at most {n} valid bits in the WAV file, got {got}":
      "WAV 文件的有效位应不超过 {n} 位，{got}",
  },
  rules: {
    "at most 255 whole extents from 0 to 4294967295": "不超过 255 个、0 到 4294967295 的整数尺寸",
    "each once, and none __metadata__": "应各不相同，且都不叫 __metadata__",
    "whole extents whose product is its {n} numbers": "乘积等于其 {n} 个数的整数尺寸",
    "an array of a type that is stored": "可存储类型的数组",
    "[channels, samples] with 1 to {n} channels": "[通道, 样本]，通道数为 1 到 {n}",
    "[channels, samples]": "[通道, 样本]",
    "a whole number of hertz from 1 to {n}": "1 到 {n} 的整数赫兹",
    "less than {w} bytes": "应小于 {w} 个字节",
    'a number from -1 to 1 (or { overload: "clip" })': '-1 到 1 的数（或用 { overload: "clip" }）',
  },
  names: {
    "the data of an IDX file": "IDX 文件的数据",
    "the shape of an IDX file": "IDX 文件的形状",
    "the metadata {name}": "元数据 {name}",
    "the names of the tensors": "各张量的名字",
    "the tensor {name} of the safetensors file": "safetensors 文件的张量 {name}",
    "the tensor {name}": "张量 {name}",
    labels: "标签",
    "the dtype of the tensor {name}": "张量 {name} 的 dtype",
    "the data of the tensor {name}": "张量 {name} 的数据",
    "the shape of samples": "样本的形状",
    "the size of the WAV file": "WAV 文件的大小",
    "sample {n} of channel {m} as {w}": "通道 {m} 的样本 {n}（存为 {w}）",
  },
};
