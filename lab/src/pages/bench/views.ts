/** The views of the bench, each loaded when it is opened: a line here and a folder are a new one. */
import type { Language } from "@convoke/studies";
import type { ComponentType } from "preact";

interface View {
  readonly title: Readonly<Record<Language, string>>;
  readonly load: () => Promise<{ default: ComponentType }>;
}

export const VIEWS = {
  window: { title: { en: "Window", zh: "滑动窗口" }, load: () => import("./window/window.tsx") },
  flip: {
    title: { en: "Correlation and convolution", zh: "互相关与卷积" },
    load: () => import("./flip/flip.tsx"),
  },
  borders: {
    title: { en: "Padding and borders", zh: "填充与边界" },
    load: () => import("./borders/borders.tsx"),
  },
  sampling: {
    title: { en: "Stride and dilation", zh: "步幅与扩张" },
    load: () => import("./sampling/sampling.tsx"),
  },
  channels: {
    title: { en: "Channels", zh: "通道" },
    load: () => import("./channels/channels.tsx"),
  },
  im2col: { title: { en: "im2col", zh: "im2col 矩阵" }, load: () => import("./im2col/im2col.tsx") },
  toeplitz: {
    title: { en: "Toeplitz matrix", zh: "托普利茨矩阵" },
    load: () => import("./toeplitz/toeplitz.tsx"),
  },
  backward: {
    title: { en: "Backward", zh: "反向传播" },
    load: () => import("./backward/backward.tsx"),
  },
  receptive: {
    title: { en: "Receptive field", zh: "感受野" },
    load: () => import("./receptive/receptive.tsx"),
  },
  winograd: {
    title: { en: "Winograd", zh: "Winograd" },
    load: () => import("./winograd/winograd.tsx"),
  },
  frequency: {
    title: { en: "Frequency", zh: "频率响应" },
    load: () => import("./frequency/frequency.tsx"),
  },
  network: {
    title: { en: "Network, trained live", zh: "现场训练的网络" },
    load: () => import("./network/network.tsx"),
  },
  engine: { title: { en: "Engine", zh: "引擎" }, load: () => import("./engine/engine.tsx") },
} satisfies Record<string, View>;

export type ViewName = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as ViewName[];
export const viewNamed = (name: string): View | null =>
  Object.hasOwn(VIEWS, name) ? VIEWS[name as ViewName] : null;
