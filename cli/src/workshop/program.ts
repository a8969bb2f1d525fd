/** `convoke kernel …`: its commands, a line each. */
import { type Command, Option } from "commander";
import { choice, collect } from "../commands/filter-options.ts";
import { addLearnOptions, learn, type RawLearnOptions } from "../commands/learn-kernel.ts";
import { LANGUAGES, type Language, STRINGS, type Words } from "../strings.ts";
import { compose, type RawCompose } from "./compose.ts";
import { factor, type RawFactor } from "./factor.ts";
import { GAUSSIAN_KINDS, gaussian, type RawGaussian } from "./gaussian.ts";
import { KERNEL_HELP, type KernelHelp } from "./help.ts";
import { type RawReport, report } from "./report.ts";
import { type RawShow, show } from "./show.ts";
import { makeStencil, NODE_KINDS, type RawStencil } from "./stencil.ts";
import { CHAINS } from "./ways-of-layer.ts";
import { FORMATS } from "./written.ts";

export function addKernelCommands(program: Command, language: Language): void {
  const t = STRINGS[language];
  const h = KERNEL_HELP[language];
  const kernel = program
    .command("kernel")
    .description(h.kernelCommands)
    .addHelpText("after", `\n${t.exitCodes}`);
  const command = (usage: string, description: string) =>
    kernel
      .command(usage)
      .description(description)
      .addOption(choice("--lang <L>", t.lang, LANGUAGES))
      .addHelpText("after", `\n${t.exitCodes}`);
  written(command("show", h.kernelShow).argument("<KERNEL>", h.operand), t, h)
    .option("--exactly", h.exactly)
    .action((text: string, raw: RawShow) => show(text, raw, language));
  written(command("report", h.kernelReport).argument("<KERNEL>", h.operand), t, h)
    .option("--exactly", h.exactly)
    .option("--image <EXTENTS>", h.image)
    .action((text: string, raw: RawReport) => report(text, raw, language));
  written(command("gaussian", h.kernelGaussian).argument("<SIGMA>", h.sigma), t, h)
    .addOption(choice("--kind <K>", h.gaussianKind, GAUSSIAN_KINDS).default("sampled"))
    .option("--size <N>", h.gaussianSize)
    .addOption(new Option("--axes <N>", h.gaussianAxes).default("2"))
    .option("--most <N>", h.gaussianMost)
    .action((text: string, raw: RawGaussian) => gaussian(text, raw, language));
  written(command("stencil", h.kernelStencil), t, h)
    .option("-d, --derivative <D>", h.derivative)
    .option("-a, --accuracy <A>", h.stencilAccuracy)
    .addOption(choice("--kind <K>", h.nodeKind, NODE_KINDS).default("central"))
    .option("--nodes <LIST>", h.stencilNodes)
    .option("--direction <LIST>", h.direction)
    .option("--partial <ORDERS>", h.partialOrders)
    .option("--laplacian <AXES>", h.laplacianAxes)
    .option("--why", h.why)
    .action((raw: RawStencil) => makeStencil(raw, language));
  written(command("compose", h.kernelCompose).argument("<KERNELS...>", h.operand), t, h)
    .option("--exactly", h.exactly)
    .addOption(new Option("--stride <S>", h.layerStride).argParser(collect))
    .addOption(new Option("--padding <P>", h.layerPadding).argParser(collect))
    .addOption(new Option("--dilation <D>", h.layerDilation).argParser(collect))
    .addOption(new Option("--groups <G>", h.layerGroups).argParser(collect))
    .option("--image <EXTENTS>", h.image)
    .action((texts: string[], raw: RawCompose) => compose(texts, raw, language));
  command("factor", h.kernelFactor)
    .argument("<KERNEL>", h.operand)
    .option("--exactly", h.exactly)
    .option("--image <EXTENTS>", h.image)
    .addOption(new Option("--rank <R>", h.ranks).argParser(collect))
    .option("--pair <SIZE>", h.pairSize)
    .addOption(chainOption(h))
    .option("--measure", h.measureWays)
    .option("--out <FILE>", h.waysFile)
    .option("--threads <N>", t.threads)
    .option("--no-wide", t.noWide)
    .option("--json", t.json)
    .action((text: string, raw: RawFactor) => factor(text, raw, language));
  addLearnOptions(command("fit", h.kernelFit), t).action(
    (before: string, after: string, raw: RawLearnOptions) => learn(before, after, raw, t),
  );
}

/** May be given again. */
function chainOption(h: KernelHelp): Option {
  const option = choice("--chain <C>", h.chains, CHAINS);
  const one = option.parseArg!;
  return option.argParser((text: string, before: unknown) => {
    one(text, undefined);
    return [...(Array.isArray(before) ? before : []), text];
  });
}

const written = (command: Command, t: Words, h: KernelHelp): Command =>
  command
    .addOption(choice("--as <FORMAT>", h.asFormat, FORMATS))
    .option("--out <FILE>", h.kernelOut)
    .option("--json", t.json);
