/** The engines that Convoke is compared with: one table, walked by the race, the help and the messages. */
import type { Problem } from "convoke";

export interface Peer {
  /** Native code, or WebAssembly and JavaScript. */
  readonly field: "native" | "wasm";
  /** What it is for: layers of networks, their gradients, training, or filters of pictures. */
  readonly does: readonly ("layer" | "gradient" | "step" | "filter")[];
  /** Whether it has a border of its own: the reference is compared inside of it. */
  readonly edge?: "its own";
  /** Levels of a byte that it may be further off, by its makers' choice. */
  readonly coarse?: number;
  /** An npm package that this package installs, or a Python module with its Debian package. */
  readonly from: { readonly npm: string } | { readonly python: string; readonly debian: string };
}

export const PEERS = {
  pytorch: {
    field: "native",
    does: ["layer", "gradient", "step"],
    from: { python: "torch", debian: "python3-torch" },
  },
  "onnxruntime-node": { field: "native", does: ["layer"], from: { npm: "onnxruntime-node" } },
  "onnxruntime-web": { field: "wasm", does: ["layer"], from: { npm: "onnxruntime-web" } },
  "tfjs-wasm": {
    field: "wasm",
    does: ["layer", "gradient", "step"],
    from: { npm: "@tensorflow/tfjs-backend-wasm" },
  },
  // In plain JavaScript: slow, but the one backend of theirs under Node that has every gradient.
  "tfjs-cpu": {
    field: "wasm",
    does: ["gradient", "step"],
    from: { npm: "@tensorflow/tfjs-backend-cpu" },
  },
  "jax-js": { field: "wasm", does: ["layer", "gradient", "step"], from: { npm: "@jax-js/jax" } },
  opencv: { field: "native", does: ["filter"], from: { python: "cv2", debian: "python3-opencv" } },
  scipy: { field: "native", does: ["filter"], from: { python: "scipy", debian: "python3-scipy" } },
  sharp: {
    field: "native",
    does: ["filter"],
    edge: "its own",
    // Its Gaussian ends where it falls below a fifth of its middle: on steep edges levels go astray.
    coarse: 4,
    from: { npm: "sharp" },
  },
  "opencv-js": { field: "wasm", does: ["filter"], from: { npm: "@techstark/opencv-js" } },
} as const satisfies Record<string, Peer>;

export type PeerName = keyof typeof PEERS;
export const PEER_NAMES = Object.keys(PEERS) as PeerName[];

/** Why layers are not compared on this problem, whoever the peer is; null when they are. */
export function incomparable(problem: Problem): string | null {
  const { op, border, orientation, bias, activation, dataLayout, weightLayout } = problem;
  if (op !== "conv") return "peers are compared on convolutions that are not transposed";
  if (border.kind !== "zero") return "peers pad with zeros";
  if (orientation !== "correlation") return "peers correlate";
  if (bias || activation.kind !== "identity")
    return "peers are compared without bias and activation";
  if (dataLayout !== "nchw" || weightLayout !== "oihw")
    return "peers are given NCHW and OIHW; those who like another layout are converted beforehand";
  return null;
}
