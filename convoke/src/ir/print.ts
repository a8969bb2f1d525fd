/** Kernel tree → the loop nest a person reads. Goldens in the tests hold it still. */
import type { Buffer, Condition, Expr, Kernel, Statement } from "./tree.ts";
import { LANES } from "./types.ts";

export function print(kernel: Kernel): string {
  const params = kernel.params.map((p) => `${p.name}: ${p.range?.min}..${p.range?.max}`).join(", ");
  const lines = [`kernel ${kernel.name}(${params})`];
  for (const buffer of kernel.buffers) lines.push(`  ${bufferText(buffer)}`);
  statements(kernel.body, 1, lines);
  return lines.join("\n") + "\n";
}

function bufferText({ name, element, shape, values }: Buffer): string {
  return `${name}: ${element}[${shape.join(", ")}]${values ? ` of ${values.min}..${values.max}` : ""}`;
}

function statements(list: readonly Statement[], depth: number, lines: string[]): void {
  const say = (line: string) => lines.push("  ".repeat(depth) + line);
  for (const s of list) {
    switch (s.kind) {
      case "comment":
        say(`# ${s.text}`);
        break;
      case "set":
        say(`${s.variable.name}${s.variable.id} = ${expression(s.value)}`);
        break;
      case "store": {
        const width = LANES[s.value.type] > 1 ? `:${s.lanes}` : "";
        say(`${s.buffer.name}[${expression(s.index)}]${width} = ${expression(s.value)}`);
        break;
      }
      case "if":
        say(`if ${condition(s.condition)}`);
        statements(s.then, depth + 1, lines);
        if (s.otherwise.length > 0) {
          say("else");
          statements(s.otherwise, depth + 1, lines);
        }
        break;
      case "loop": {
        const step = s.step === 1 ? "" : ` step ${s.step}`;
        const name = `${s.variable.name}${s.variable.id}`;
        say(`for ${name} in ${expression(s.from)}..${expression(s.to)}${step}`);
        statements(s.body, depth + 1, lines);
        break;
      }
      default:
        s satisfies never;
    }
  }
}

const SYMBOL = { add: "+", sub: "-", mul: "*", div: "/", rem: "%" } as const;

function expression(e: Expr): string {
  switch (e.kind) {
    case "const":
      return `${e.value}`;
    case "variable":
      return `${e.name}${e.id}`;
    case "int":
    case "float": {
      const [a, b] = [expression(e.a), expression(e.b)];
      if (e.op === "min" || e.op === "max") return `${e.op}(${a}, ${b})`;
      if (e.kind === "int" && e.op === "mul" && b === "1") return a;
      return `(${a} ${SYMBOL[e.op]} ${b})`;
    }
    case "fma":
      return `fma(${expression(e.a)}, ${expression(e.b)}, ${expression(e.c)})`;
    case "splat":
      return `splat(${expression(e.a)})`;
    case "shuffle":
      return `shuffle(${expression(e.a)}, ${expression(e.b)}, ${e.lanes.join(" ")})`;
    case "vector":
      return `${e.op}(${e.args.map(expression).join(", ")})`;
    case "permute":
      return `permute(${expression(e.a)}, ${expression(e.b)}, ${e.lanes.join(" ")})`;
    case "bits":
      return `${e.type}(${expression(e.a)})`;
    case "load": {
      const width = LANES[e.type] > 1 ? `:${LANES[e.type]}` : "";
      return `${e.buffer.name}[${expression(e.index)}]${width}`;
    }
    case "load-splat":
      return `splat(${e.buffer.name}[${expression(e.index)}])`;
    default:
      return e satisfies never;
  }
}

function condition({ op, a, b }: Condition): string {
  const symbol = { lt: "<", ge: ">=", eq: "==" }[op];
  return `${expression(a)} ${symbol} ${expression(b)}`;
}
