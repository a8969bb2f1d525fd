/**
 * How far long work is, on stderr: the one place that writes it. On a terminal it is a line that is written
 * over and over; elsewhere, as in a log, a line of its own every few seconds, and none where a program
 * reads what the command says (`--json`).
 */

/** Milliseconds between two lines on a terminal, and elsewhere: from the beginning to the first, too. */
const EVERY = 100;
const EVERY_LOGGED = 5000;

export interface Status {
  /** Shows the line, unless one was shown a moment ago. */
  show(line: () => string): void;
  clear(): void;
}

export interface StatusOptions {
  /** Nothing is written where nobody looks: as for `--json`. */
  readonly quiet?: boolean | undefined;
  readonly stream?: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">;
  /** Milliseconds. */
  readonly now?: () => number;
}

export function statusLine(options: StatusOptions = {}): Status {
  const { quiet = false, stream = process.stderr, now = () => performance.now() } = options;
  if (!stream.isTTY && quiet) return { show: () => {}, clear: () => {} };
  let shown = stream.isTTY ? -Infinity : now();
  let there = false;
  return {
    show: (line) => {
      const time = now();
      if (time - shown < (stream.isTTY ? EVERY : EVERY_LOGGED)) return;
      shown = time;
      if (!stream.isTTY) stream.write(`${line()}\n`);
      else stream.write(`\r\x1b[K${line().slice(0, (stream.columns || 80) - 1)}`);
      there = stream.isTTY;
    },
    clear: () => {
      if (there) stream.write("\r\x1b[K");
      there = false;
    },
  };
}
