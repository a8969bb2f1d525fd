/** Files that cannot be read or written, and pictures that are none. */
import type { Refusals } from "@convoke/studies/refusals";

export const FILES_REFUSED: Refusals = {
  sentences: {
    "cannot read {s}: {why}": "无法读取 {s}：{why}",
    "cannot read the picture {s}: {why}": "无法读取图像 {s}：{why}",
    "cannot read the sound {s}: {why}": "无法读取声音 {s}：{why}",
    "cannot read the sentences {s}: {why}": "无法读取句子 {s}：{why}",
    "cannot read the kernel {s}: {why}": "无法读取卷积核 {s}：{why}",
    "cannot read the kernel {s} as JSON: {why}": "无法把卷积核 {s} 作为 JSON 读取：{why}",
    "cannot read the digits in {s}: {why}": "无法读取 {s} 中的数字：{why}",
    "cannot read the texts in {s}: {why}": "无法读取 {s} 中的文本：{why}",
    "cannot unpack {s}: {why}": "无法解压 {s}：{why}",
    "cannot go on from {s}: {why}": "无法从 {s} 继续：{why}",
    "cannot make the folder {s}: {why}": "无法建立文件夹 {s}：{why}",
    "cannot write {s}: {why}": "无法写出 {s}：{why}",
    "cannot write {s}: folder {t}: {why}": "无法写出 {s}：文件夹 {t}：{why}",
    "cannot write {s}: {t} is not a folder": "无法写出 {s}：{t} 不是文件夹",
    "cannot write to the standard output: {why}": "无法写到标准输出：{why}",
    "it has no split {w}": "其中没有 {w} 这一份",
    "it has 0 axes, expected at least 1": "它有 0 个轴，应至少有 1 个",
    "it holds no numbers": "其中没有数",
    "expected a PNG, JPEG, WebP or TIFF picture in {name}, got {got}":
      "{name}应为 PNG、JPEG、WebP 或 TIFF 图像，{got}",
    "expected a PNG, JPEG, WebP or TIFF picture in {name}, {s}":
      "{name}应为 PNG、JPEG、WebP 或 TIFF 图像，{s}",
    "expected at most {n} pixels in {name}, got {w} × {w2} (raise the limit with --max-pixels)":
      "{name}应不超过 {n} 个像素，实际为 {w} × {w2}（可用 --max-pixels 提高上限）",
    "expected a picture without transparency in {s}, got one with it":
      "{s} 应是没有透明度的图像，实际有透明度",
    "expected numbers of [height, width] or [height, width, channels] in {s}, got {got}":
      "{s} 中的数应为 [高, 宽] 或 [高, 宽, 通道]，{got}",
    'expected a description of the network, NAME.json with "weights": "{s}", got the weights alone':
      '应给出网络的描述，即含有 "weights": "{s}" 的 NAME.json，实际只有权重',
    "expected JSON in {s}, got something else": "{s} 应为 JSON，实际是别的东西",
    // What the system says.
    "there is no such file or folder": "没有这个文件或文件夹",
    "permission denied": "没有权限",
    "it is a folder": "它是文件夹",
    "a part of the path is a file, not a folder": "路径中有一段是文件，不是文件夹",
    "no space is left on the disk": "磁盘已满",
    "the disk quota is used up": "磁盘配额已用完",
    "the file system is read-only": "文件系统是只读的",
    "the name is too long": "名字太长",
    "the file would be too large": "文件会太大",
    "too many files are open": "打开的文件太多",
    "the links go round in a circle": "链接成环",
  },
  names: {
    "the standard input": "标准输入",
  },
  values: {
    "damaged data ({why})": "实际是损坏的数据（{why}）",
    "floats in the colour space {w}": "实际是色彩空间 {w} 中的浮点数",
    "numbers of the type {w}: 8 and 16 bits and floats are read":
      "实际是 {w} 类型的数：能读的是 8 位、16 位和浮点数",
  },
};
