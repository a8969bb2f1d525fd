import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Strips that fit the cache",
  claim:
    "Scanning an image in strips that are read k + Δ columns wide and give Δ columns is better than one output column at a time, and the wider the better.",
  why: [
    "A strip of $\\Delta$ output columns needs $k + \\Delta - 1$ columns of the image. For each output that is $1 + (k - 1)/\\Delta$ pixels: $k$ for one column, nearly $1$ for many. What is saved are the columns that neighbouring strips share.",
    "But the rows of a window must stay in the cache until the next output row uses them: about $k (k + \\Delta - 1)$ pixels. Where the strip is too wide for that, a row is dropped before it is used again, and is fetched up to $k$ times.",
  ],
  steps: {
    fetched: {
      title: "Fetches, counted",
      text: "A cache of {=cache} pixels that drops the one longest unused, and a kernel of {=taps} taps a side. One column at a time fetches {=one} pixels for each output; the best of these strips is {=best} wide, with {=least}.",
    },
    time: {
      title: "Time",
      text: "An image of {=side} rows and {=side} columns, plain loops down each strip on this machine. The products take their time whatever the width, and a real cache holds more and fetches whole lines, so the times follow the fetches only in part.",
    },
    photo: {
      title: "On a photograph",
      text: "The mean of neighbours on {=source}, computed strip by strip on the engine: no seam is to be seen.",
    },
  },
  statements: {
    fewer: "A strip that fits the cache fetches less than one output column at a time.",
    wider: "A strip twice as wide never fetches more.",
    same: "Computed in strips, the result is exactly the same.",
    formula:
      "Where the cache holds k + 1 rows of a strip, each strip fetches k + Δ − 1 columns, once.",
    spare: "A strip for Δ output columns has to fetch k + Δ.",
    inverse: "The fetches fall in proportion to Δ.",
  },
  errors: {
    oneMore: "One fetch too many is counted.",
    taller: "Fetches are counted for a kernel that is larger by one.",
    gap: "The last column of the first strip is not computed.",
  },
  boundary:
    "The limit is the cache: with {=cache} pixels, strips beyond {=best} columns gain nothing here. Before that the gain levels off, for no strip can fetch less than every pixel once.",
  words: {
    fetched: "by width of the strip",
    width: "width Δ",
    columns: "columns read",
    needed: "pixels of k rows",
    bytes: "bytes fetched",
    perOutput: "pixels per output",
    time: "time by width",
    ms: "milliseconds",
    photo: "photograph",
    mean: "mean, in strips",
    taps: "taps",
    cache: "cache",
    value: "fetched",
    other: "instead of",
    half: "with half the width",
    row: "row",
    column: "column",
    shape: "shape",
    otherShape: "instead of shape",
  },
};
