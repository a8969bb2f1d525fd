/** The command line: every command in one place, each a line that leads to its own file. */
import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { CALLED } from "./called.ts";
import { DTYPES } from "./commands/cost.ts";
import { costOfAny, type RawNetworkOptions } from "./commands/cost-network.ts";
import { filter } from "./commands/filter.ts";
import {
  addFilterOptions,
  choice,
  collect,
  type RawFilterOptions,
} from "./commands/filter-options.ts";
import { info, kernels, plan, type RawPlanOptions, verify, wat } from "./commands/inspect.ts";
import { addLearnOptions, learn, type RawLearnOptions } from "./commands/learn-kernel.ts";
import { start } from "./commands/start.ts";
import { type RawStudyOptions, study } from "./commands/study.ts";
import { type RawTrainOptions, train } from "./commands/train.ts";
import { LANGUAGES, type Language, STRINGS, type Words } from "./strings.ts";
import { TASKS } from "./train/tasks.ts";
import { addKernelCommands } from "./workshop/program.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { version: string };

export function makeProgram(language: Language): Command {
  const t = STRINGS[language];
  const program = new Command(CALLED)
    .description(t.about)
    .version(version)
    .showHelpAfterError(false);
  const lang = () => choice("--lang <L>", t.lang, LANGUAGES);
  program.addOption(lang()).addHelpText("after", `\n${t.exitCodes}`);
  const command = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .addOption(lang())
      .addHelpText("after", `\n${t.exitCodes}`);
  const layer = (usage: string, description: string) =>
    command(usage, description).addHelpText("after", `\n${t.descriptor}`);
  const problem = (usage: string, description: string) =>
    layer(usage, description)
      .option("--threads <N>", t.threads)
      .option("--algorithm <A>", t.algorithm);

  addFilterOptions(
    command("filter", t.filter).argument("<IN>", t.in).argument("<OUT>", t.out),
    t,
  ).action(async (from: string, to: string, raw: RawFilterOptions) => {
    await filter(from, to, raw, t);
  });
  addFilterOptions(
    command("start", t.start).argument("[IN]", t.in).argument("[OUT]", t.out),
    t,
  ).action((from: string | undefined, to: string | undefined, raw: RawFilterOptions) =>
    start(from, to, raw, t),
  );
  problem("plan <DESCRIPTOR>", t.plan)
    .addOption(choice("--rigor <R>", t.rigor, ["estimate", "measure"]))
    .option("--wisdom <FILE>", t.wisdom)
    .option("--no-wide", t.noWide)
    .option("--json", t.json)
    .action((word: string, raw: RawPlanOptions) => plan(word, raw));
  layer("cost <DESCRIPTOR|MODEL>", t.cost)
    .option("--batch <N>", t.costBatch)
    .addOption(new Option("--input <NAME=SHAPE>", t.costInput).argParser(collect))
    .addOption(choice("--dtype <T>", t.dtype, DTYPES).default("float32"))
    .option("--backward", t.backward)
    .option("--algorithms", t.algorithms)
    .addOption(new Option("--what-if <CHANGE>", t.whatIf).argParser(collect))
    .option("--measure", t.measure)
    .option("--no-wide", t.noWide)
    .option("--json", t.json)
    .option("--csv", t.csv)
    .action((word: string, raw: RawNetworkOptions, asked: Command) =>
      costOfAny(word, raw, (option) => asked.getOptionValueSource(option) === "cli", language),
    );
  layer("verify [DESCRIPTORS...]", t.verify)
    .option("--json", t.json)
    .option("--no-wide", t.noWide)
    .action((words: string[], raw: { json?: boolean; wide: boolean }) => verify(words, raw, t));
  problem("wat <DESCRIPTOR>", t.wat)
    .option("--loops", t.loops)
    .action((word: string, raw: RawPlanOptions) => wat(word, raw));
  command("info", t.info)
    .option("--json", t.json)
    .option("--no-wide", t.noWide)
    .action((raw: { json?: boolean; wide: boolean }) => info(raw));
  command("kernels", t.kernels)
    .option("--json", t.json)
    .action((raw: { json?: boolean }) => kernels(raw, language));
  addLearnOptions(command("learn-kernel", t.learnKernel), t).action(
    (before: string, after: string, raw: RawLearnOptions) => learn(before, after, raw, t),
  );
  addKernelCommands(program, language);
  command("study", t.study)
    .argument("[ID]", t.studyId)
    .addOption(new Option("--param <NAME=VALUE>", t.studyParam).argParser(collect))
    .option("--plant <ERROR>", t.studyPlant)
    .option("--image <FILE>", t.studyImage)
    .option("--sound <FILE>", t.studySound)
    .option("--text <FILE>", t.studyText)
    .addOption(new Option("--quick", t.studyQuick).conflicts("thorough"))
    .option("--thorough", t.studyThorough)
    .addOption(new Option("--seed <N>", t.studySeed).default("1"))
    .option("--html <OUT>", t.studyHtml)
    .option("--no-wide", t.noWide)
    .option("--json", t.json)
    .action((id: string | undefined, raw: RawStudyOptions) => study(id, raw, t, language));
  command("train", t.train)
    .argument("<TASK>", t.task)
    .addHelpText("after", `\n${tasksHelp(t)}`)
    .option("--epochs <N>", t.epochs)
    .option("--batch <N>", t.batch)
    .option("--rate <R>", t.rate)
    .addOption(new Option("--seed <N>", t.seed).default("1"))
    .option("--threads <N>", t.threads)
    .option("--out <FILE>", t.checkpoint)
    .option("--resume <FILE>", t.resume)
    .option("--data <PATH>", t.dataPath)
    .option("--input <KIND>", t.inputKind)
    .option("--no-wide", t.noWide)
    .option("--json", t.json)
    .action((name: string, raw: RawTrainOptions) => train(name, raw, t));
  return program;
}

/** A line for each task of `train`. */
const tasksHelp = (t: Words): string =>
  [
    `${t.tasks}:`,
    ...TASKS.map(
      ({ name, about, defaults: { batchSize, rate } }) =>
        `  ${name.padEnd(10)}${t[about]} (--batch ${batchSize} --rate ${rate})`,
    ),
  ].join("\n");
