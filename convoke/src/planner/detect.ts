/** Finds out what this machine is: probes that run, and the flag for wide SIMD. */
import { host } from "#host";
import { UnsupportedError } from "../errors.ts";
import type { Machine } from "../plan/machine.ts";
import { hasFusedMultiplyAdd, hasSharedMemory, hasSimd } from "../wasm/probe.ts";

/** Established once; only `enableWideSimd` changes it afterwards. */
let known: Machine | null = null;

/**
 * The machine this process runs on, as the planner sees it.
 *
 * @throws UnsupportedError where WebAssembly has no SIMD.
 */
export function detectMachine(): Machine {
  if (known) return known;
  if (!hasSimd()) throw new UnsupportedError("this JavaScript engine has no WebAssembly SIMD");
  const sharedMemory = hasSharedMemory();
  known = {
    fma: hasFusedMultiplyAdd(),
    wide: false,
    threads: sharedMemory ? Math.max(1, host.cores()) : 1,
    sharedMemory,
  };
  return known;
}

/** Replaces what is known, after a probe has shown more. */
export function setMachine(machine: Machine): void {
  known = machine;
}
