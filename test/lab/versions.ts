/** Two versions of the built lab, below a folder of one host, one taking the other's place. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BUILT = join(import.meta.dirname, "..", "..", "lab", "dist");

export interface Host {
  /** What a server gives out; the lab is in `some/path` of it. */
  readonly folder: string;
  readonly put: (variant: "a" | "b") => void;
  readonly remove: () => void;
}

/** In `b` every file with a hash in its name has another one, as after a build that changed them all. */
export function host(): Host {
  const place = mkdtempSync(join(tmpdir(), "convoke-host-"));
  const folder = join(place, "host");
  mkdirSync(join(folder, "some"), { recursive: true });
  cpSync(BUILT, join(place, "a"), { recursive: true });
  cpSync(BUILT, join(place, "b"), { recursive: true });
  renameAll(join(place, "b"));
  const put = (variant: "a" | "b") => {
    symlinkSync(join(place, variant), join(folder, "new"));
    renameSync(join(folder, "new"), join(folder, "some", "path"));
  };
  put("a");
  return { folder, put, remove: () => rmSync(place, { recursive: true }) };
}

function renameAll(folder: string): void {
  const assets = join(folder, "assets");
  const names = readdirSync(assets);
  const other = (name: string) => name.replace(/(\.\w+)$/, "_b$1");
  const known = new Set(names);
  const rename = (text: string) =>
    text.replace(/[\w.-]+-[\w-]{8}\.\w+/g, (name) => (known.has(name) ? other(name) : name));
  for (const name of names) {
    const path = join(assets, name);
    if (/\.(js|css)$/.test(name)) writeFileSync(path, rename(readFileSync(path, "utf8")));
    renameSync(path, join(assets, other(name)));
  }
  const page = join(folder, "index.html");
  const html = rename(readFileSync(page, "utf8"));
  writeFileSync(page, html.replace("</head>", '<meta name="variant" content="b" /></head>'));
  const worker = join(folder, "service-worker.js");
  const script = rename(readFileSync(worker, "utf8"));
  writeFileSync(worker, script.replace(/("version":")\w+/, "$1b"));
}
