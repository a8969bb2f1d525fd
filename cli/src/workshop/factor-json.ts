/** A factorisation as what a program reads. */
import { kernelJson, layerJson, operandJson } from "./described.ts";
import type { Factored } from "./factor.ts";
import type { PricedWay } from "./ways.ts";

export function factorJson(found: Factored): object {
  const { operand, kernel, findings, image, whole, ways, measured, threads } = found;
  return {
    name: operand.name,
    kind: operand.kind,
    ...(kernel ? { kernel: kernelJson(kernel) } : operandJson(operand)),
    ...(findings
      ? {
          rank: findings.rank,
          numericRank: findings.numericRank,
          lines: findings.lines.map(({ factors, ...rest }) => ({
            factors: factors.map(kernelJson),
            ...rest,
          })),
          plane:
            findings.plane?.map(({ kernel: own, ...verdict }) => ({
              kernel: kernelJson(own),
              ...verdict,
            })) ?? null,
          pair: findings.pair,
        }
      : {}),
    image,
    threads,
    whole: { ...priceOf(whole), ...(measured ? { measured: measured.whole } : {}) },
    ways: ways.map((way, i) => ({
      kind: way.kind,
      key: way.key,
      title: way.title,
      error: way.error,
      exact: way.exact,
      ratio: way.ratio,
      ...priceOf(way),
      ...(way.kernels
        ? { kernels: way.kernels.map((list) => list.map(kernelJson)) }
        : { layers: way.layers.map(layerJson) }),
      ...(measured ? { measured: measured.chains[i] } : {}),
    })),
  };
}

const priceOf = ({ price }: PricedWay) => ({
  multiplications: price.multiplications,
  multiplicationsPerOutput: price.perOutput,
  parameters: price.parameters,
  output: price.output,
});
