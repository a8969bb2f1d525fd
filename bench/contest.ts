/** Convoke and its peers on workloads: starts the stations, runs the races, reports. */
import { inputShape, outputShape, sizeOf, weightShape } from "convoke";
import type { Arguments } from "./arguments.ts";
import { Usage } from "./arguments.ts";
import { type Contestant, convokeAs, peerNamed } from "./contestants.ts";
import { dataOf } from "./data.ts";
import { filterDataOf } from "./filter-data.ts";
import { type InstalledNode, installedNodes, majorOf, thisNode } from "./nodes.ts";
import { PEER_NAMES, PEERS } from "./peers.ts";
import { printHead, printRace } from "./print.ts";
import { Field, race } from "./race.ts";
import { commit, describeMachine, isTimed, type Race, type Report, save } from "./results.ts";
import { Station } from "./station.ts";
import { stepDataOf } from "./step/data.ts";
import { sizeOfStep } from "./step/net.ts";
import type { Workload } from "./workloads.ts";

export async function contest(args: Arguments): Promise<boolean> {
  const node = nodeFor(args.node);
  const contestants = contestantsOf(args, node.path);
  const fields = args.threads.map((threads) => new Field(contestants, threads));
  const say = (text: string) => console.error(`bench: ${text}`);
  const races: Race[] = [];
  try {
    const first = await stationOf(fields[0], contestants[0]);
    const { peak } = await first.ask({ ask: "machine", bytes: 1 });
    const setting = { machine: describeMachine(), node: node.version, v8: node.v8 };
    const moment = { date: new Date().toISOString().slice(0, 10), commit: commit(), peak };
    if (!args.json)
      console.log(printHead({ ...setting, ...moment, alone: contestants.length === 1 }));
    for (const workload of args.workloads) {
      const data = workload.net
        ? stepDataOf(workload, say)
        : workload.filter
          ? await filterDataOf(workload, say)
          : dataOf(workload, say);
      for (const field of fields) {
        const size = sizeOfWork(workload);
        const { copy } = await first.ask({ ask: "machine", bytes: Math.ceil(size.bytes / 2) });
        const rows = await race(field, workload, data);
        const { name } = workload;
        const done: Race = {
          ...moment,
          workload: name,
          threads: field.threads,
          ...size,
          copy,
          rows,
        };
        races.push(done);
        // After each race, so that an interrupted run keeps what it has.
        if (args.save !== null) save(args.save, { ...setting, races });
        if (!args.json) console.log(`\n${printRace(done)}`);
      }
    }
    const report: Report = { ...setting, races };
    if (args.json) console.log(JSON.stringify(report, null, 2));
    if (args.save !== null) say(`kept in bench/results/${args.save}.json`);
  } finally {
    for (const field of fields) field.close();
  }
  return races.every(({ rows }) => rows.every((row) => isTimed(row) || !row.failed));
}

function nodeFor(major: number | null): InstalledNode {
  if (major === null) return thisNode();
  const nodes = installedNodes();
  const found = nodes.find(({ version }) => majorOf(version) === major);
  if (found) return found;
  const here = nodes.map(({ version }) => majorOf(version)).join(", ");
  throw new Usage(
    `expected a Node that is here for --node (${here}), got ${major}: npm run matrix brings 20, 22, 24 and 26`,
  );
}

/** Convoke first. In another Node the peers are those whose speed depends on it. */
function contestantsOf({ against, variants, node }: Arguments, path: string): Contestant[] {
  const names =
    against ?? PEER_NAMES.filter((name) => node === null || PEERS[name].field === "wasm");
  const peers = names.map((name) => peerNamed(name, path));
  for (const peer of peers) if (typeof peer === "string") console.error(`bench: ${peer}`);
  return [
    ...variants.map((variant) => convokeAs(variant, path)),
    ...peers.filter((peer) => typeof peer !== "string"),
  ];
}

async function stationOf(field: Field, contestant: Contestant): Promise<Station> {
  const station = await field.station(contestant);
  if (station instanceof Station) return station;
  throw new Error(station);
}

/**
 * A filter's kernel counts once a pixel and channel, and is too small to count as memory. Two
 * gradients are twice the products, and each of three tensors is met as itself and as a gradient.
 */
function sizeOfWork({ problem, net, filter, pixels, backward }: Workload): {
  readonly macs: number;
  readonly bytes: number;
} {
  if (net) return sizeOfStep(net);
  const { groups, inChannels, axes } = problem;
  const taps = axes.reduce((all, axis) => all * axis.kernel, 1);
  const perOutput = (inChannels / groups) * taps;
  const outputs = sizeOf(outputShape(problem));
  const weights = filter ? 0 : sizeOf(weightShape(problem));
  const values = sizeOf(inputShape(problem)) + outputs + weights;
  const times = backward ? 2 : 1;
  return { macs: times * outputs * perOutput, bytes: times * (pixels === "u8" ? 1 : 4) * values };
}
