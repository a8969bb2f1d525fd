/**
 * Helper threads, shared by all executables of this process. A pool never decides anything: a run
 * finishes without helpers as well, only later. What it must not do is fail silently, so a helper
 * that dies is counted, and whoever waits for a run sees the count change.
 */
import { host } from "#host";
import type { Helper } from "../host/host.ts";
import {
  AWAKE,
  CURRENT_JOB,
  type HelperMessage,
  type Job,
  MAIL,
  signalBytes,
  TURN,
} from "../host/share.ts";
import { MOST_THREADS } from "../plan/machine.ts";
import { Rhythm } from "./rhythm.ts";

/** The caller's thread is one as well. */
const MOST_HELPERS = MOST_THREADS - 1;

export class Pool {
  /** Helpers that have died since the pool was made, and the last reason. */
  deaths = 0;
  lastDeath: Error | null = null;
  private readonly signal = new Int32Array(new SharedArrayBuffer(signalBytes(MOST_HELPERS)));
  private readonly rhythm = new Rhythm();
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

  /**
   * Whether helpers should take part in a run of job `id`: `call` them then. Helpers that died are
   * replaced first.
   *
   * @param wakes whether the run is worth waking those that sleep; else they are woken only where the
   * rhythm of the runs promises that it pays.
   */
  mayHelp(id: number, wakes: boolean): boolean {
    const helpers = (this.jobs.get(id)?.threads ?? 1) - 1;
    if (this.helpers.size < helpers) this.staff(helpers);
    return wakes || this.rhythm.calls(this.someAwake(helpers));
  }

  /** Calls the helpers to job `id`, whose run has been opened. */
  call(id: number): void {
    Atomics.store(this.signal, CURRENT_JOB, id);
    Atomics.add(this.signal, TURN, 1);
    Atomics.notify(this.signal, TURN);
  }

  private someAwake(helpers: number): boolean {
    for (let helper = 1; helper <= helpers; helper++) {
      if (Atomics.load(this.signal, AWAKE + helper) === 1) return true;
    }
    return false;
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
        Atomics.store(this.signal, AWAKE + number, 0);
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

/** Null for one thread, and for a caller who wants nobody's help. @param given default: the shared pool. */
export const helpersFor = (threads: number, given?: Pool | null): Pool | null =>
  threads === 1 ? null : given === undefined ? sharedPool() : given;
