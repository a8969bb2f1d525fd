/** Poolings as layers; their options are those of the operations of `convoke/grad`. */
import * as pools from "../../grad/operations/pooling.ts";
import type { Value } from "../../grad/value.ts";
import { type Layer, plain } from "../layer.ts";

export const maxPool1d = pooling<pools.MaxPoolOptions>("maxPool1d", pools.maxPool1d);
export const maxPool2d = pooling<pools.MaxPoolOptions>("maxPool2d", pools.maxPool2d);
export const maxPool3d = pooling<pools.MaxPoolOptions>("maxPool3d", pools.maxPool3d);
export const avgPool1d = pooling<pools.AvgPoolOptions>("avgPool1d", pools.avgPool1d);
export const avgPool2d = pooling<pools.AvgPoolOptions>("avgPool2d", pools.avgPool2d);
export const avgPool3d = pooling<pools.AvgPoolOptions>("avgPool3d", pools.avgPool3d);
export const lpPool1d = pooling<pools.LpPoolOptions>("lpPool1d", pools.lpPool1d);
export const lpPool2d = pooling<pools.LpPoolOptions>("lpPool2d", pools.lpPool2d);
export const lpPool3d = pooling<pools.LpPoolOptions>("lpPool3d", pools.lpPool3d);
export const adaptiveMaxPool1d = pooling<pools.AdaptivePoolOptions>(
  "adaptiveMaxPool1d",
  pools.adaptiveMaxPool1d,
);
export const adaptiveMaxPool2d = pooling<pools.AdaptivePoolOptions>(
  "adaptiveMaxPool2d",
  pools.adaptiveMaxPool2d,
);
export const adaptiveMaxPool3d = pooling<pools.AdaptivePoolOptions>(
  "adaptiveMaxPool3d",
  pools.adaptiveMaxPool3d,
);
export const adaptiveAvgPool1d = pooling<pools.AdaptivePoolOptions>(
  "adaptiveAvgPool1d",
  pools.adaptiveAvgPool1d,
);
export const adaptiveAvgPool2d = pooling<pools.AdaptivePoolOptions>(
  "adaptiveAvgPool2d",
  pools.adaptiveAvgPool2d,
);
export const adaptiveAvgPool3d = pooling<pools.AdaptivePoolOptions>(
  "adaptiveAvgPool3d",
  pools.adaptiveAvgPool3d,
);

function pooling<O extends object>(name: string, operation: (x: Value, options: O) => Value) {
  return (options: O): Layer => {
    const { kernelSize, outputSize } = options as { kernelSize?: unknown; outputSize?: unknown };
    return plain(`${name}, ${[kernelSize ?? outputSize].flat().join("×")}`, (x) =>
      operation(x, options),
    );
  };
}
