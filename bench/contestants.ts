/** Who takes part: Convoke in its variants and the peers, and the command that starts each. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { majorOf } from "./nodes.ts";
import { PEERS, type Peer, type PeerName } from "./peers.ts";
import { BENCH } from "./places.ts";
import type { Command } from "./station.ts";

export interface Contestant {
  /** `convoke`, `convoke exact`, or the name of a peer. */
  readonly name: string;
  /** Null for Convoke. */
  readonly peer: Peer | null;
  readonly command: (threads: number) => Command;
}

/** A variant is `default` or words joined by `+`: an accuracy, an algorithm, `plain`. */
export function convokeAs(variant: string, node: string): Contestant {
  const words = variant === "default" ? [] : variant.split("+");
  return {
    name: ["convoke", ...words].join(" "),
    peer: null,
    command: (threads) => nodeCommand(node, ["convoke", String(threads), ...words]),
  };
}

/** The peer, or how to get it in a sentence. */
export function peerNamed(name: PeerName, node: string): Contestant | string {
  const peer: Peer = PEERS[name];
  const { from } = peer;
  if ("npm" in from) {
    if (!existsSync(join(BENCH, "node_modules", from.npm)))
      return `${name} is not installed: npm run bench installs the peers of the npm registry`;
    return { name, peer, command: (threads) => nodeCommand(node, [name, String(threads)]) };
  }
  const python = pythonWith(from.python);
  if (python === null)
    return `${name} is not here: no python3 has ${from.python} (Debian's package ${from.debian}; CONVOKE_PYTHON names another Python)`;
  const args = [join(BENCH, "python", "worker.py"), name];
  return { name, peer, command: () => ({ program: python, args, env: pythonEnvironment() }) };
}

/** This Node runs the sources as they are; older ones run what the build made of them. */
function nodeCommand(program: string, args: readonly string[]): Command {
  const compiled = majorOf(nodeVersion(program)) < 24;
  const script = compiled ? join(BENCH, "dist", "worker.js") : join(BENCH, "worker.ts");
  const conditions = process.execArgv.filter((arg) => arg.startsWith("--conditions"));
  return {
    program,
    args: [...(compiled ? [] : conditions), script, ...args],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  };
}

function nodeVersion(program: string): string {
  if (program === process.execPath) return process.version;
  return spawnSync(program, ["--version"], { encoding: "utf8" }).stdout;
}

/** Debian's own Python comes first: others rarely have its packages. */
function pythonWith(module: string): string | null {
  const test = `import importlib.util as u, sys; sys.exit(u.find_spec("${module}") is None)`;
  const candidates = [process.env.CONVOKE_PYTHON, "/usr/bin/python3", "python3"];
  return (
    candidates.find((program) => program && spawnSync(program, ["-c", test]).status === 0) ?? null
  );
}

/** Without what would choose kernels or thread counts for the libraries from outside. */
function pythonEnvironment(): NodeJS.ProcessEnv {
  const {
    OPENBLAS_CORETYPE: _core,
    OPENBLAS_L2_SIZE: _cache,
    OMP_NUM_THREADS: _threads,
    ...rest
  } = process.env;
  return rest;
}
