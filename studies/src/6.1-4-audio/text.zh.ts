import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "音频上的卷积",
  claim:
    "图像 [H, W, C] 用卷积核 [k_h, k_w, C_in, C_out]；音频样本 [T, C] 用 [k_t, C_in, C_out]；声谱图 [T, F, C] 用 [k_t, k_f, C_in, C_out]。",
  why: [
    "凡是内容可以移动的轴，卷积都沿它在窗口上求和，并对所有通道求和：对样本是 $y_{t,o} = \\sum_a \\sum_c x_{t+a,c}\\,w_{a,c,o}$；对 $x_{t+a,f+b,c}$ 则再对 $b$ 求和。音频样本只有时间这一个轴，所以卷积核比图像的少一个轴，别的都不变。",
    "声谱图本身就是这样的一层：第 $m$ 帧、第 $j$ 个频率是 $\\sum_n w_n\\,x_{mh+n}\\,e^{-2\\pi i jn/N}$，即沿时间、步幅为 $h$ 的卷积，每个频率有余弦和正弦两个核。",
    "所以 $k_t$ 帧的卷积核看到 $N + (k_t - 1)h$ 个样本，$k_f$ 个频率的卷积核看到的频带是采样率除以 $N$ 再乘以 $k_f$。",
  ],
  steps: {
    shapes: {
      title: "三种情形",
      text: "一次运行中的形状，通道在最后。图像是照片，声音是 {=source}，每秒 {=rate} 个样本。",
    },
    wave: {
      title: "沿样本",
      text: "两个有八个权重的卷积核，长 {=waveReach} 毫秒：平均留下低音，差分留下高音。",
    },
    spectrogram: {
      title: "沿时间和频率",
      text: "每帧 {=nFft} 个样本，即 {=frameReach} 毫秒，每隔 {=hop} 个样本一帧；相邻频率相距 {=bin} 赫兹。{=time} 帧、{=frequency} 个频率的卷积核看到 {=reach} 毫秒、{=hertz} 赫兹：一个核找出声音开始的地方，另一个作平滑。低频在下。",
    },
  },
  statements: {
    image:
      "[H, W, C] 与 [k_h, k_w, C_in, C_out] 得到 [H − k_h + 1, W − k_w + 1, C_out]，数值即定义中的和。",
    samples: "[T, C] 与 [k_t, C_in, C_out] 得到 [T − k_t + 1, C_out]。",
    frames: "[T, F, C] 与 [k_t, k_f, C_in, C_out] 得到 [T − k_t + 1, F − k_f + 1, C_out]。",
    isLayer: "声谱图的变换就是沿时间、有步幅的卷积。",
    reach: "k_t 帧的卷积核看到 N + (k_t − 1)h 个样本。",
    windowOnly: "k_t 帧的卷积核看到 k_t 个样本。",
    pitch: "较高的音就是较低的音沿频率轴平移。",
    transposed: "卷积核的时间轴与频率轴可以互换。",
  },
  errors: {
    reversed: "结果的数按相反的次序写出。",
    shorter: "结果的形状少算了一个窗口。",
    faster: "声谱图每次只移动一半的步长。",
  },
  boundary:
    "这些形状总是成立。但沿频率滑动的卷积核默认声音沿频率平移后样子不变，其实并不尽然：低音的谐波在 {=low}，较高的音的谐波在 {=high}，间隔更大。而且声谱图的两个轴性质不同。",
  words: {
    shapes: "形状",
    what: "数据",
    input: "输入",
    kernel: "卷积核",
    output: "输出",
    imageRow: "图像",
    waveRow: "样本",
    spectrumRow: "声谱图",
    sound: "录音",
    low: "低音",
    high: "高音",
    spectrum: "声谱图",
    onsets: "声音开始处为白，结束处为黑",
    means: "平滑后",
    value: "值",
    other: "应为",
    at: "位置",
    samples: "样本数",
    taps: "权重数",
  },
};
