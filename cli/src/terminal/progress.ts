/** A bar on stderr once something has taken a second; nothing where nobody looks. */
import { SingleBar } from "cli-progress";

const PATIENCE = 1000;

export interface Progress {
  update(share: number): void;
  stop(): void;
}

export function progressBar(label: string): Progress {
  const started = performance.now();
  let bar: SingleBar | null = null;
  return {
    update: (share) => {
      if (!process.stderr.isTTY) return;
      if (!bar && performance.now() - started > PATIENCE) {
        bar = new SingleBar({
          format: `${label} {bar} {percentage}% {eta_formatted}`,
          stream: process.stderr,
          clearOnComplete: true,
        });
        bar.start(1000, 0);
      }
      bar?.update(Math.round(1000 * share));
    },
    stop: () => bar?.stop(),
  };
}
