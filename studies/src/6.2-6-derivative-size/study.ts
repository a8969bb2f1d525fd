/** Exercise 6.2-6: how small a kernel for a derivative can be, along a line and in the plane. */
import { conv2d, tensor } from "convoke";
import {
  checkFewest,
  conditionRank,
  fewestTaps,
  formatRational,
  nodesFor,
  type Rational,
  rational,
  stencil,
  stencilOn,
  toNumber,
  trim,
} from "convoke/workshop";
import { matrixOf } from "../matrices.ts";
import type { Formula, Table } from "../model/exhibit.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { errors } from "./errors.ts";
import { errorSeries, readNodes, weightsTable } from "./line.ts";
import { isotropic, tapsOf } from "./plane.ts";
import { FOUR, type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject: Subject = {
  fewest: fewestTaps,
  check: checkFewest,
  rank: conditionRank,
  stencilOn,
  stencil,
  isotropic,
};

export const derivativeSize = study({
  id: "6.2-6",
  slug: "derivative-size",
  parameters: {
    derivative: {
      kind: "whole",
      label: { en: "order of the derivative", zh: "导数阶数" },
      from: 1,
      to: 8,
      standard: 2,
    },
    accuracy: {
      kind: "whole",
      label: { en: "order of accuracy", zh: "精度阶数" },
      from: 1,
      to: 8,
      standard: 2,
    },
    kind: {
      kind: "choice",
      label: { en: "nodes", zh: "节点" },
      of: ["central", "staggered", "forward", "backward"],
      standard: "central",
    },
    nodes: {
      kind: "text",
      label: { en: "nodes of your own", zh: "自定节点" },
      standard: "",
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ derivative, accuracy, kind, nodes }, { effort, seed, data, onProgress }, subject) {
    const places = readNodes(nodes, kind as "central", derivative, accuracy);
    const own = subject.stencilOn(places, derivative);
    const proof = subject.fewest(places, derivative);
    const conditions = proof.tooFew.conditions;
    const photo = await data.image();
    const pixels = middleOf(photo, 160);
    const even = [2, 4, 6, 8].map((d) => trim(subject.isotropic(d)));
    const [laplace, twice] = even;
    const picture = await conv2d(
      tensor([1, 1, ...pixels.shape], pixels.data),
      tensor([1, 1, ...laplace.shape], laplace.values),
      { padding: laplace.origin as [number, number], border: "replicate" },
    );
    return {
      facts: {
        derivative,
        taps: derivative + 1,
        few: derivative,
        nodesUsed: places.length,
        ofNodes: places.map(formatRational).join(", "),
        errorOrder: own.error?.accuracy ?? 0,
        planeTaps: tapsOf(laplace),
        boxTaps: laplace.values.length,
        source: photo.source,
      },
      steps: [
        {
          key: "rank",
          exhibits: [
            matrixOf("conditions", {
              shape: [derivative, derivative],
              data: Float32Array.from(conditions.flat(), toNumber),
            }),
            determinant(proof.tooFew.nodes, proof.tooFew.determinant),
          ],
        },
        { key: "enough", exhibits: [binomials(subject)] },
        { key: "nodes", exhibits: [weightsTable(own), errorSeries(own)] },
        {
          key: "plane",
          exhibits: [
            matrixOf("laplace", { shape: laplace.shape, data: Float32Array.from(laplace.values) }),
            matrixOf("twice", { shape: twice.shape, data: Float32Array.from(twice.values) }),
            {
              kind: "table",
              name: "counts",
              head: ["derivative", "box", "boxTaps", "taps"],
              rows: even.map((k, i) => [2 * i + 2, k.shape.join("×"), k.values.length, tapsOf(k)]),
            },
          ],
        },
        { key: "four", exhibits: [fourTaps()] },
        { key: "photo", exhibits: [pictureOf("response", picture, [-96, 96])] },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 160 : 4000, seed, onProgress),
    };
  },
});

function determinant(nodes: readonly Rational[], value: Rational): Formula {
  const factors = nodes.flatMap((x, i) =>
    nodes.slice(i + 1).map((y) => `(${formatRational(y)} - ${bracketed(x)})`),
  );
  const product = factors.length > 10 ? "\\prod_{i<j}(x_j - x_i)" : factors.join("\\,") || "1";
  const tex = `\\det V = ${product} = ${formatRational(value)} \\neq 0`;
  return { kind: "formula", name: "determinant", tex };
}

const bracketed = (x: Rational): string =>
  x.over < 0n ? `(${formatRational(x)})` : formatRational(x);

/** The one kernel on each number of neighbours. */
function binomials({ fewest }: Subject): Table {
  const rows = [1, 2, 3, 4, 5].map((d) => [
    d,
    d + 1,
    fewest(nodesFor("forward", d, 1), d)
      .enough.weights.map(formatRational)
      .join(", "),
  ]);
  return { kind: "table", name: "binomials", head: ["derivative", "taps", "weights"], rows };
}

/**
 * Weights of three points about the middle: in the proportions λ that balance them, Σ λ p = 0, and so
 * large that Σ w |p|² is that of ∇², 2 + 2. The middle makes the sum 0.
 */
function fourTaps(): Table {
  const [, ...around] = FOUR;
  const shares = around.map((_, i) => {
    const [[ax, ay], [bx, by]] = [around[(i + 1) % 3], around[(i + 2) % 3]];
    return ax * by - ay * bx;
  });
  const size = around.reduce((sum, [x, y], i) => sum + shares[i] * (x ** 2 + y ** 2), 0);
  const middle = -shares.reduce((sum, share) => sum + share);
  return {
    kind: "table",
    name: "fourTaps",
    head: ["x", "y", "weight"],
    rows: FOUR.map(([x, y], i) => [
      x,
      y,
      formatRational(rational(4 * [middle, ...shares][i], size)),
    ]),
  };
}
