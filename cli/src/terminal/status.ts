/** One line on a terminal that is written over and over; nothing where nobody looks. */

const EVERY = 100;

export interface Status {
  /** Shows the line, unless one was shown a moment ago. */
  show(line: () => string): void;
  clear(): void;
}

export function statusLine(stream: NodeJS.WriteStream): Status {
  let shown = -Infinity;
  let there = false;
  return {
    show: (line) => {
      const now = performance.now();
      if (!stream.isTTY || now - shown < EVERY) return;
      shown = now;
      there = true;
      stream.write(`\r\x1b[K${line().slice(0, (stream.columns || 80) - 1)}`);
    },
    clear: () => {
      if (there) stream.write("\r\x1b[K");
      there = false;
    },
  };
}
