/**
 * Helper threads, shared by all executables of this process. A pool never decides anything: a run
 * finishes without helpers as well, only later. What it must not do is fail silently, so a helper
 * that dies is counted, and whoever waits for a run sees the count change.
 */
import { host } from "#host";
import type { Helper } from "../host/host.ts";
import {
  CURRENT_JOB,
  type HelperMessage,
  type Job,
  MAIL,
  SIGNAL_BYTES,
  TURN,
} from "../host/share.ts";

export class Pool {
  /** Helpers that have died since the pool was made, and the last reason. */
  deaths = 0;
  lastDeath: Error | null = null;
  private readonly signal = new Int32Array(new SharedArrayBuffer(SIGNAL_BYTES));
  private readonly helpers = new Map<number, Helper>();
  private readonly jobs = new Map<number, Job>();
  private readonly spawn: () => Helper;
  private lastId = 0;

  constructor(spawn: () => Helper = () => host.spawn()) {
    this.spawn = spawn;
  }

  /** Makes a job known to all helpers, and sees to it that there are enough of them. */
  add(job: Omit<Job, "id">): number {
    const id = ++this.lastId;
    const full = { ...job, id };
    this.post({ kind: "add", job: full });
    this.jobs.set(id, full);
    this.staff(job.threads - 1);
    return id;
  }

  drop(id: number): void {
    if (!this.jobs.delete(id)) return;
    this.post({ kind: "drop", id });
  }

  /** Wakes the helpers for a run of job `id`. Helpers that died are replaced first. */
  wake(id: number): void {
    const job = this.jobs.get(id);
    if (job && this.helpers.size < job.threads - 1) this.staff(job.threads - 1);
    Atomics.store(this.signal, CURRENT_JOB, id);
    Atomics.add(this.signal, TURN, 1);
    Atomics.notify(this.signal, TURN);
  }

  /** Ends all helpers; executables run on alone. */
  stop(): void {
    for (const helper of this.helpers.values()) helper.stop();
    this.helpers.clear();
  }

  private staff(count: number): void {
    for (let number = 1; number <= count; number++) {
      if (this.helpers.has(number)) continue;
      const helper = this.spawn();
      this.helpers.set(number, helper);
      helper.onFailure((reason) => {
        this.helpers.delete(number);
        this.deaths++;
        this.lastDeath = reason;
      });
      helper.send({
        kind: "start",
        helper: number,
        signal: this.signal.buffer as SharedArrayBuffer,
        mail: Atomics.load(this.signal, MAIL),
        jobs: [...this.jobs.values()],
      } satisfies HelperMessage);
    }
  }

  /** Sends to helpers that may be asleep: they wake, see that there is mail, and read it. */
  private post(message: HelperMessage): void {
    Atomics.add(this.signal, MAIL, 1);
    Atomics.add(this.signal, TURN, 1);
    Atomics.notify(this.signal, TURN);
    for (const helper of this.helpers.values()) helper.send(message);
  }
}

let shared: Pool | null = null;

/** The pool of this process, made when first needed. */
export function sharedPool(): Pool {
  shared ??= new Pool();
  return shared;
}
