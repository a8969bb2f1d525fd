/** The nets that `convoke train` trains, by name. */
import type { Net } from "convoke/nets";
import { digitsNet } from "../../train/digits/net.ts";
import { spectrogramNet, waveformNet } from "../../train/keywords/nets.ts";

const SEED = 1;
/** Yes, no, and other sounds. */
const KEYWORDS = 3;

const NETS: Readonly<Record<string, () => Net>> = {
  digits: () => digitsNet(SEED),
  keywords: () => spectrogramNet(KEYWORDS, SEED),
  "keywords-waveform": () => waveformNet(KEYWORDS, SEED),
};

export const NET_NAMES: readonly string[] = Object.keys(NETS);

export const netNamed = (name: string): Net | null =>
  Object.hasOwn(NETS, name) ? NETS[name]() : null;
