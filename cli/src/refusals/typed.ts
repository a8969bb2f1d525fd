/** What was typed: commands, options and what stands behind them. */
import type { Refusals } from "@convoke/studies/refusals";

export const TYPED_REFUSED: Refusals = {
  sentences: {
    // Commander's own.
    "unknown option '{w}'": "没有选项 {w}",
    "unknown option '{w}' (Did you mean {w2}?)": "没有选项 {w}（是不是 {w2}？）",
    "unknown option '{w}' (Did you mean one of {list}?)": "没有选项 {w}（是不是 {list} 之一？）",
    "unknown command '{w}'": "没有命令 {w}",
    "unknown command '{w}' (Did you mean {w2}?)": "没有命令 {w}（是不是 {w2}？）",
    "unknown command '{w}' (Did you mean one of {list}?)": "没有命令 {w}（是不是 {list} 之一？）",
    "missing required argument '{w}'": "缺少参数 {w}",
    "option '{s}' argument missing": "选项 {s} 之后缺少取值",
    "option '{s}' cannot be used with option '{t}'": "选项 {s} 不能与 {t} 同时使用",
    "too many arguments. Expected {n} argument but got {m}: {s}.":
      "参数太多：应为 {n} 个，实际有 {m} 个：{s}",
    "too many arguments. Expected {n} arguments but got {m}: {s}.":
      "参数太多：应为 {n} 个，实际有 {m} 个：{s}",
    "too many arguments for '{w}'. Expected {n} argument but got {m}: {s}.":
      "{w} 的参数太多：应为 {n} 个，实际有 {m} 个：{s}",
    "too many arguments for '{w}'. Expected {n} arguments but got {m}: {s}.":
      "{w} 的参数太多：应为 {n} 个，实际有 {m} 个：{s}",
    "a defect of convoke: {why}": "convoke 自身的缺陷：{why}",
    "expected --json or --csv, not both: one report is printed":
      "--json 与 --csv 应只给一个：报告只打印一份",
    "expected no {w} with a whole network: it is about one layer":
      "整个网络不应带 {w}：它只针对一个层",
    "expected no --input with the net {w}: its input has one shape":
      "网络 {w} 不应带 --input：它的输入只有一种形状",
    "expected at least one --kernel, got none (see: {s} kernels)":
      "应至少给出一个 --kernel，实际没有（见：{s} kernels）",
    "expected every algorithm to agree with the definition, got differences in {list}":
      "每个算法都应与定义一致，实际 {list} 有差异",
    "expected no --algorithm with --rigor measure: it chooses one":
      "--rigor measure 自己选择算法，不应再给 --algorithm",
    "expected a file for BEFORE or AFTER, got - for both":
      "BEFORE 和 AFTER 应至少有一个是文件，实际都是 -",
    "expected another file than BEFORE and AFTER to write to, got {got}":
      "写出的文件应与 BEFORE 和 AFTER 不同，{got}",
    "expected as many channels in {s} as in {t}, {n}, got {got}":
      "{s} 的通道数应与 {t} 相同，即 {n}，{got}",
    "expected {w} × {w2} pixels in {s}, as in {t}, or the {w3} × {w4} whose window is inside, got {got}":
      "{s} 应有 {w} × {w2} 个像素，与 {t} 相同，或是窗口全在图像内的 {w3} × {w4}，{got}",
    "expected IN and OUT, got only {s}": "应同时给出 IN 和 OUT，实际只有 {s}",
    "expected a study, or all, with {list}, got none":
      "{list} 应与一个研究或 all 一起给出，实际没有",
    "expected {w} with one study, got it with all": "{w} 应与单个研究一起给出，实际给的是 all",
    "expected at least two kernels or layers to compose, got {got}":
      "要复合，应至少有两个卷积核或层，{got}",
    "expected {w} once, or once for each of the {n} layers, got it {m} times":
      "{w} 应给一次，或给 {n} 层各一次，实际给了 {m} 次",
    "expected --kind integer with --most, got {got}": "--most 应与 --kind integer 一起给出，{got}",
    "expected one of --nodes, --direction, --partial and --laplacian, got {s}":
      "--nodes、--direction、--partial 和 --laplacian 应只给一个，实际有 {s}",
    "expected --why for a stencil along one axis, got one of several: their proof is one for each axis":
      "--why 只用于一个轴上的差分格式，实际有几个轴：它们的证明是每个轴各一个",
    "expected --kind central, forward or backward in several axes, got staggered":
      "多个轴时 --kind 应为 central、forward 或 backward，实际为 staggered",
    "expected --json or --as on the standard output, not both (or a file: --out FILE)":
      "标准输出上 --json 与 --as 应只给一个（或写到文件：--out FILE）",
    "expected --as {list} with --out -, got none": "--out - 应与 --as {list} 一起给出，实际没有",
    "expected --as {list} or {w} with --out -, got none":
      "--out - 应与 --as {list} 或 {w} 一起给出，实际没有",
    "expected a name that ends in {s}, .svg or .png for --out, or --as, got {got}":
      "--out 应以 {s}、.svg 或 .png 结尾，或者给出 --as，{got}",
    "expected an output name that ends in {s}, or --format, got {got}":
      "输出文件名应以 {s} 结尾，或者给出 --format，{got}",
    "expected 1 to {n} whole numbers, as 1,2,4 or 0..8, behind = in --what-if, got {got}":
      "--what-if 中 = 之后应为 1 到 {n} 个整数，如 1,2,4 或 0..8，{got}",
    "expected --format npy or tiff for {n} kernels on the standard output, got {got}":
      "{n} 个卷积核写到标准输出时，--format 应为 npy 或 tiff，{got}",
    "expected PNG, WebP, TIFF or npy for a picture with transparency, got JPEG ({s}), which has none":
      "有透明度的图像应写成 PNG、WebP、TIFF 或 npy，实际为 JPEG（{s}），它没有透明度",
    "expected PNG, TIFF or npy for 16 bits a channel, got {s}, which holds 8 (--depth 8 gives the others up)":
      "每通道 16 位应写成 PNG、TIFF 或 npy，实际为 {s}，它只有 8 位（--depth 8 舍去其余的位）",
    "expected results of one size for the stack {s}, got {w} and {w2}: use --padding same, or a format with a file a kernel":
      "{s} 中的各结果应一样大，实际有 {w} 和 {w2}：请用 --padding same，或每个核写一个文件的格式",
    "expected a result of at most {n} pixels, got {w} × {w2} (raise the limit with --max-pixels)":
      "结果应不超过 {n} 个像素，实际为 {w} × {w2}（可用 --max-pixels 提高上限）",
    "expected outputs within {v} of the layer's for {s}, got {got}":
      "{s} 的输出与原层相差应不超过 {v}，{got}",
  },
  rules: {
    "a file of a network": "网络的文件",
    "NAME=1x3x240x320, a name and extents of at least 1,":
      "NAME=1x3x240x320：名字和不小于 1 的尺寸",
    "N or ROWS,COLUMNS": "N 或 行,列",
    "{list} or a number": "{list} 或一个数",
    "same, same-lower, valid, full, N, ROWS,COLUMNS or TOP,BOTTOM,LEFT,RIGHT":
      "same、same-lower、valid、full、N、行,列 或 上,下,左,右",
    "a file name": "文件名",
    "a name that ends in {w}": "应以 {w} 结尾",
    "a name that ends in {w} or {w2}": "应以 {w} 或 {w2} 结尾",
    "at most the {w} × {w2} of {s}": "应不超过 {s} 的 {w} × {w2}",
    "one of {list}, or all,": "{list} 之一，或 all",
    "NAME=VALUE": "NAME=VALUE 的形式",
    "another name than that of the picture": "应与图像的文件名不同",
    "a number of the layer ({list}), all, or NAME=V,V,… or NAME=FROM..TO":
      "层的某个数（{list}）、all，或 NAME=V,V,… 、NAME=FROM..TO 的形式",
    float: "float",
    "npy or TIFF": "npy 或 TIFF",
    "a study that uses it": "应是用到它的研究",
    "numbers or fractions such as {w}": "数或分数，如 {w}",
    "{n} extents": "{n} 个尺寸",
    "1 or {n} numbers": "1 个或 {n} 个数",
    "ROWS,COLUMNS of at most {s}": "不超过 {s} 的 行,列",
    "at most {n} axes": "应不超过 {n} 个轴",
    "ranks of at most {s}": "不超过 {s} 的秩",
  },
  names: {
    "the study": "研究",
    "OUT with --json": "带 --json 时的 OUT",
    "--depth float": "--depth float 的格式",
    "--depth with npy": "写 npy 时的 --depth",
    "the chain {name}": "链 {name}",
  },
  values: {
    "- (both want the standard output)": "-（两者都要写到标准输出）",
    "{w}, which does not use it": "实际是 {w}，它用不到",
    "{w} × {w2}": "{w} × {w2}",
    "only {s}": "实际只有 {s}",
  },
};
