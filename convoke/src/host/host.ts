/** The only things in which Node and a browser differ. `#host` picks the file that implements it. */

/** A thread that helps. It is started at once and told everything else by messages. */
export interface Helper {
  send(message: unknown): void;
  /** Calls `listener` once, when the thread has failed or ended without being stopped. */
  onFailure(listener: (reason: Error) => void): void;
  stop(): void;
}

export interface Host {
  /** Threads this machine runs at once. */
  cores(): number;
  /** Milliseconds since some fixed moment. */
  now(): number;
  spawn(): Helper;
  /** Sets flags of the WebAssembly compiler for code compiled from now on; false where it can't. */
  setCompilerFlags(flags: readonly string[]): boolean;
}
