/** A process that holds one engine and answers questions, idle in between: blocked on its input. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Refusal } from "./engine.ts";
import { type Answers, MARK, type Question, type Reply } from "./protocol.ts";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

export class Station {
  readonly name: string;
  /** Of the engine, as it says itself. */
  version = "";
  private readonly child: ChildProcess;
  private waiting: Waiting | null = null;
  private lastWords = "";

  private constructor(name: string, { program, args, env }: Command) {
    this.name = name;
    this.child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    createInterface({ input: this.child.stdout! }).on("line", (line) => {
      if (line.startsWith(MARK)) this.waiting?.resolve(line.slice(MARK.length));
    });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.lastWords = (this.lastWords + text).slice(-2000);
    });
    this.child.on("error", (error) => this.waiting?.reject(error));
    this.child.on("exit", (code, signal) => {
      const last = this.lastWords.trim().split("\n").at(-1) ?? "";
      this.waiting?.reject(new Error(`${name} ended (${signal ?? `exit ${code}`}): ${last}`));
    });
  }

  /** @throws Error when the engine cannot be loaded. */
  static async start(name: string, command: Command): Promise<Station> {
    const station = new Station(name, command);
    const { version } = await station.reply<"hello">();
    station.version = version;
    return station;
  }

  /** @throws Refusal with the engine's reason; Error when it breaks. */
  ask<Q extends Question>(question: Q): Promise<Answers[Q["ask"]]> {
    const reply = this.reply<Q["ask"]>();
    this.child.stdin!.write(`${JSON.stringify(question)}\n`);
    return reply;
  }

  close(): void {
    this.child.stdin!.end();
    this.child.kill();
  }

  private async reply<K extends keyof Answers>(): Promise<Answers[K]> {
    const line = await new Promise<string>((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
    this.waiting = null;
    const said = JSON.parse(line) as Reply<K>;
    if ("ok" in said) return said.ok;
    if ("refusal" in said) throw new Refusal(said.refusal);
    throw new Error(`${this.name}: ${said.error}`);
  }
}
