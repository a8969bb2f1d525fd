/**
 * Every sentence that the sources can throw, read from the sources themselves: what stands in a template
 * literal is text, what only a run knows is a hole. Conditions give both of their sides; a constant is
 * what it was made of, and a parameter is what callers of that name hand over.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ESTree, parseSync } from "vite";

/** Stands where only a run knows what stands there. */
export const HOLE = "§";

/** What an error is made of: one sentence, or the parts that `sentence` of the library puts together. */
export interface Thrown {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly said: readonly string[];
  readonly expected: readonly string[];
  readonly names: readonly string[];
  readonly got: readonly string[];
}

type Node = ESTree.Node & { readonly start: number; readonly end: number };
interface Around {
  readonly module: Module;
  /** From the outermost to the innermost. */
  readonly inside: readonly Node[];
}
interface Module {
  readonly file: string;
  readonly text: string;
  readonly program: Node;
  /** Names that are imported, and the file or package they come from. */
  readonly imports: ReadonlyMap<string, string>;
}
interface Called {
  readonly args: readonly Node[];
  readonly around: Around;
}

const ERRORS =
  /^(?:(?:Convoke|Shape|Option|Unsupported|Format|Runtime|Internal|Range|Type|Input|Stopped)?Error|Failure)$/;
/** Two sides of a condition in each of several holes: more than this are not worth telling apart. */
const MOST = 64;
const DEPTH = 6;

interface Sources {
  readonly modules: readonly Module[];
  readonly calls: ReadonlyMap<string, readonly Called[]>;
  readonly errors: readonly { readonly node: Node; readonly around: Around }[];
}

/** @param folders from the root of the repository. */
export function readSources(root: string, folders: readonly string[]): Sources {
  const modules = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file): Module => {
        const path = join(folder, file);
        const text = readFileSync(join(root, path), "utf8");
        const program = parseSync(path, text).program as unknown as Node;
        return { file: path, text, program, imports: importsOf(program, path) };
      }),
  );
  const calls = new Map<string, Called[]>();
  const found: { node: Node; around: Around }[] = [];
  for (const module of modules) {
    walk(module.program, [], (node, inside) => {
      if (isSentence(node, inside)) found.push({ node, around: { module, inside } });
      if (node.type !== "CallExpression" && node.type !== "NewExpression") return;
      const around = { module, inside };
      const name = nameOf(node.callee as Node);
      if (name === null) return;
      if (node.callee.type === "Identifier") {
        const list = calls.get(name) ?? [];
        list.push({ args: node.arguments as unknown as Node[], around });
        calls.set(name, list);
      }
      if (node.type === "NewExpression" ? ERRORS.test(name) : name === "fault" || name === "guard")
        found.push({ node, around });
    });
  }
  return { modules, calls, errors: found };
}

/** What a function `refuses` with, and those that help it: every text that they give back. */
export function reasonsIn({ modules, calls }: Sources): { file: string; reason: string }[] {
  const read = reader(calls);
  const reasons: { file: string; reason: string }[] = [];
  for (const module of modules) {
    const see = (node: Node | null, inside: readonly Node[]) => {
      if (node === null) return;
      for (const reason of read(node, { module, inside }, DEPTH))
        if (/[a-z] [a-z]/.test(reason)) reasons.push({ file: module.file, reason });
    };
    walk(module.program, [], (node, inside) => {
      if (!FUNCTIONS.includes(node.type) || !("body" in node)) return;
      const { returnType } = node as { returnType?: Node | null };
      const parent = inside.at(-1);
      const isRefusal = parent?.type === "Property" && nameOf(parent.key as Node) === "refuses";
      const said = returnType ? module.text.slice(returnType.start, returnType.end) : "";
      if (!isRefusal && !/\bstring\b(?!\[)/.test(said)) return;
      const within = [...inside, node];
      if (node.body && (node.body as Node).type !== "BlockStatement")
        see(node.body as Node, within);
      walk(node.body as Node, within, (one, around) => {
        if (one.type === "ReturnStatement") see(one.argument as Node | null, around);
      });
    });
  }
  return reasons;
}

const FUNCTIONS: readonly string[] = [
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
];

export function thrownIn({ calls, errors: found }: Sources): Thrown[] {
  const read = reader(calls);
  return found.map(({ node, around }) => {
    const call = node as unknown as { callee: Node; arguments: Node[] };
    const { file, text } = around.module;
    const site = { file, line: text.slice(0, node.start).split("\n").length };
    const none = { said: [], expected: [], names: [], got: [] };
    if (node.type !== "CallExpression" && node.type !== "NewExpression")
      return { ...site, ...none, kind: "text", said: read(node, around, DEPTH) };
    const callee = nameOf(call.callee)!;
    if (callee === "fault" || callee === "guard") {
      const [kind, facts] = call.arguments.slice(callee === "guard" ? 1 : 0);
      const table = objectOf(facts, around.module.program);
      const of = (key: string, depth = DEPTH) =>
        table?.has(key) ? read(table.get(key)!, around, depth) : [HOLE];
      return {
        ...site,
        ...none,
        kind: nameOf(kind) ?? HOLE,
        expected: of("expected"),
        names: of("name"),
        // What somebody handed over is no phrase of ours.
        got: of("got", 0),
      };
    }
    const message = call.arguments[callee === "Failure" ? 1 : 0];
    return { ...site, ...none, kind: callee, said: message ? read(message, around, DEPTH) : [] };
  });
}

/** A whole sentence that is shown without being thrown there, or is a part of none. */
function isSentence(node: Node, inside: readonly Node[]): boolean {
  if (node.type !== "Literal" && node.type !== "TemplateLiteral") return false;
  const texts =
    node.type === "Literal" ? [`${node.value}`] : node.quasis.map((q) => q.value.cooked ?? "");
  if (!texts[0].startsWith("expected ") || !texts.join(HOLE).includes(", got ")) return false;
  return !inside.some(
    (one) =>
      one.type === "BinaryExpression" ||
      (one.type === "NewExpression" && ERRORS.test(nameOf(one.callee as Node) ?? "")),
  );
}

function walk(
  node: Node,
  inside: readonly Node[],
  see: (node: Node, inside: readonly Node[]) => void,
) {
  see(node, inside);
  const deeper = [...inside, node];
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (typeof one === "object" && one !== null && typeof one.type === "string")
        walk(one as Node, deeper, see);
  }
}

function importsOf(program: Node, path: string): Map<string, string> {
  const imports = new Map<string, string>();
  for (const one of (program as unknown as { body: Node[] }).body) {
    if (one.type !== "ImportDeclaration") continue;
    const from = one.source.value;
    for (const { local } of one.specifiers)
      imports.set(local.name, from.startsWith(".") ? join(dirname(path), from) : from);
  }
  return imports;
}

/** Whether `name` means in `module` what `file` declares; lists of a folder or a package may hand it on. */
function means(module: Module, name: string, file: string): boolean {
  const from = module.imports.get(name);
  if (from === undefined) return module.file === file;
  if (from.startsWith("convoke")) return file.startsWith("convoke/");
  if (from.startsWith("@convoke/studies")) return file.startsWith("studies/");
  return from === file || (from.endsWith("/index.ts") && file.startsWith(dirname(from)));
}

function nameOf(node: Node | undefined): string | null {
  if (node?.type === "Identifier") return node.name;
  return node?.type === "MemberExpression" && !node.computed && node.property.type === "Identifier"
    ? node.property.name
    : null;
}

/** The properties of `{ … }`, or of a function that returns it. */
function objectOf(node: Node | undefined, program: Node): Map<string, Node> | null {
  if (node?.type === "ArrowFunctionExpression") return objectOf(node.body as Node, program);
  if (node?.type === "ParenthesizedExpression") return objectOf(node.expression as Node, program);
  if (node?.type === "CallExpression") {
    let found: Map<string, Node> | null = null;
    walk(program, [], (one) => {
      if (one.type !== "FunctionDeclaration" || one.id?.name !== nameOf(node.callee as Node))
        return;
      walk(one, [], (inner) => {
        if (inner.type !== "ReturnStatement") return;
        const table = objectOf((inner.argument ?? undefined) as Node | undefined, program);
        if (table) found = new Map([...(found ?? []), ...table]);
      });
    });
    return found;
  }
  if (node?.type !== "ObjectExpression") return null;
  const table = new Map<string, Node>();
  for (const one of node.properties)
    if (one.type === "Property" && one.key.type === "Identifier")
      table.set(one.key.name, one.value as Node);
  return table;
}

type Read = (node: Node, around: Around, depth: number) => string[];

function reader(calls: ReadonlyMap<string, readonly Called[]>): Read {
  const both = (...sides: string[][]) => [...new Set(sides.flat())].slice(0, MOST);
  const read: Read = (node, around, depth) => {
    const of = (one: unknown) => read(one as Node, around, depth);
    switch (node.type) {
      case "Literal":
        return [typeof node.value === "string" ? node.value : HOLE];
      case "TemplateLiteral": {
        const first = [node.quasis[0].value.cooked ?? ""];
        return node.expressions.reduce<string[]>(
          (texts, one, i) =>
            joined(joined(texts, of(one)), [node.quasis[i + 1].value.cooked ?? ""]),
          first,
        );
      }
      case "BinaryExpression":
        return node.operator === "+" ? joined(of(node.left), of(node.right)) : [HOLE];
      case "ConditionalExpression":
        return both(of(node.consequent), of(node.alternate));
      case "LogicalExpression":
        return both(of(node.left), of(node.right));
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSNonNullExpression":
        return of(node.expression);
      case "Identifier":
        return depth > 0 ? named(node.name, around, depth - 1) : [HOLE];
      default:
        return [HOLE];
    }
  };
  function named(name: string, around: Around, depth: number): string[] {
    for (let i = around.inside.length - 1; i >= 0; i--) {
      const scope = around.inside[i];
      const outside = { ...around, inside: around.inside.slice(0, i) };
      if ("params" in scope && Array.isArray(scope.params)) {
        const at = scope.params.findIndex((one) => paramName(one as Node) === name);
        if (at >= 0)
          return handed(functionName(scope, outside.inside.at(-1)), at, scope, outside, depth);
        if (scope.params.some((one) => textHas(one as Node, name))) return [HOLE];
      }
      const body = scope.type === "Program" || scope.type === "BlockStatement" ? scope.body : [];
      for (const statement of body as unknown as Node[]) {
        const declared =
          statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
        if (declared?.type !== "VariableDeclaration") continue;
        for (const one of declared.declarations)
          if (one.id.type === "Identifier" && one.id.name === name)
            return one.init
              ? read(one.init as Node, { ...around, inside: around.inside.slice(0, i + 1) }, depth)
              : [HOLE];
      }
    }
    return [HOLE];
  }
  /** What callers hand over for the parameter `at`; also what it is where they hand over nothing. */
  function handed(name: string | null, at: number, scope: Node, outside: Around, depth: number) {
    const param = (scope as unknown as { params: Node[] }).params[at];
    const standard =
      param.type === "AssignmentPattern" ? read(param.right as Node, outside, depth) : [];
    const from = name === null ? [] : (calls.get(name) ?? []);
    const here = from.filter(({ around }) => means(around.module, name!, outside.module.file));
    const texts = here.flatMap(({ args, around }) =>
      args[at] ? read(args[at], around, depth) : standard,
    );
    return texts.length === 0 ? [HOLE] : both(texts);
  }
  return read;
}

const joined = (heads: readonly string[], tails: readonly string[]): string[] =>
  heads.flatMap((head) => tails.map((tail) => head + tail)).slice(0, MOST);

function paramName(node: Node): string | null {
  if (node.type === "AssignmentPattern") return paramName(node.left as Node);
  return node.type === "Identifier" ? node.name : null;
}

function textHas(node: Node, name: string): boolean {
  let has = false;
  walk(node, [], (one) => (has ||= one.type === "Identifier" && one.name === name));
  return has;
}

function functionName(scope: Node, parent: Node | undefined): string | null {
  if (scope.type === "FunctionDeclaration") return scope.id?.name ?? null;
  if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier")
    return parent.id.name;
  return null;
}
