/** What a page and its worker say to each other. Arguments and answers are plain values and buffers. */
export type ToWorker =
  | { readonly kind: "call"; readonly id: number; readonly job: string; readonly args: unknown }
  | { readonly kind: "stop" | "pause" | "resume"; readonly id: number };

export type FromWorker =
  | { readonly kind: "report"; readonly id: number; readonly value: unknown }
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | {
      readonly kind: "failed";
      readonly id: number;
      readonly name: string;
      readonly message: string;
    };
