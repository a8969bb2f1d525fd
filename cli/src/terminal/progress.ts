/** A status line for work that knows how much of it is done: once it has taken a second, with the time left. */
import { bar } from "./bars.ts";
import { type Status, type StatusOptions, statusLine } from "./status.ts";

const PATIENCE = 1000;
const WIDTH = 24;

export interface Progress extends Pick<Status, "clear"> {
  /**
   * @param share of `part` that is done; time is foretold from the pace since that part began
   * @param label what is done, in words
   */
  show(share: number, part: string, label: () => string): void;
}

/** 4:07, and the word for what is left. */
export function timeLeft(seconds: number, left: string): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${`${whole % 60}`.padStart(2, "0")} ${left}`;
}

/** @param left the word for time that is left */
export function progressLine(left: string, options: StatusOptions = {}): Progress {
  const { now = () => performance.now() } = options;
  const status = statusLine(options);
  const opened = now();
  let part = { name: "", began: opened };
  return {
    show: (share, name, label) => {
      const time = now();
      if (part.name !== name) part = { name, began: time };
      if (time - opened < PATIENCE) return;
      status.show(() => {
        const more = (time - part.began) * (1 / share - 1);
        const rest = share > 0 && time - part.began >= PATIENCE;
        return [
          label(),
          bar(share, WIDTH).padEnd(WIDTH, "·"),
          `${Math.floor(100 * share)} %`,
          ...(rest ? [timeLeft(more / 1000, left)] : []),
        ].join("  ");
      });
    },
    clear: status.clear,
  };
}
