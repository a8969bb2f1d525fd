/** Finds out what this machine is: probes that run, and the flag for wide SIMD. */
import { host } from "#host";
import { type Machine, USUAL_SPEED } from "../plan/machine.ts";
import { hasFusedMultiplyAdd, hasSharedMemory, hasSimd } from "../wasm/probe.ts";

/** Established once; only `enableWideSimd` changes it afterwards. */
let known: Machine | null = null;

/** The machine this process runs on, as the planner sees it. */
export function detectMachine(): Machine {
  if (known) return known;
  const simd = hasSimd();
  const sharedMemory = hasSharedMemory();
  known = {
    simd,
    fma: simd && hasFusedMultiplyAdd(),
    wide: false,
    threads: sharedMemory ? Math.max(1, host.cores()) : 1,
    sharedMemory,
    speed: USUAL_SPEED,
  };
  return known;
}

/** Replaces what is known, after a probe has shown more. */
export function setMachine(machine: Machine): void {
  known = machine;
}
