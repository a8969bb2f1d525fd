/** Every error that the lab can show, in Chinese: a part of its own, which English pages never load. */
import { inChinese, LIBRARY } from "@convoke/studies/refusals";
import { LAB } from "./refusals.ts";

export const chinese = inChinese([...LIBRARY, ...LAB]);
