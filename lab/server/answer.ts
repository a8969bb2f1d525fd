/** A request for a file of the built page → status, headers, body. It never rejects. */
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { extname, join, sep } from "node:path";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".wav": "audio/wav",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** Names in here hold the hash of what they name, so they never change. */
const FOR_EVER = /^\/assets\//;

const missing: Answer = said(404, "There is no such file.");

/** Whole files, also where a part is asked for: HTTP lets a server do so. */
export async function answer(
  folder: string,
  { method, url, headers }: IncomingMessage,
): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD")
    return said(405, "Files are read here, and nothing else.", { allow: "GET, HEAD" });
  const path = pathOf(url ?? "/");
  if (path === null) return missing;
  const file = join(folder, path);
  if (!file.startsWith(folder + sep)) return missing;
  try {
    const { size, mtimeMs } = await stat(file);
    const etag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
    const known = {
      etag,
      "cache-control": FOR_EVER.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
    };
    if (headers["if-none-match"] === etag) return { status: 304, headers: known };
    const body = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const told = { ...known, "content-type": type, "content-length": `${body.length}` };
    return { status: 200, headers: told, ...(method === "GET" && { body }) };
  } catch {
    // Not there, a folder, or being built anew.
    return missing;
  }
}

/** Decoded, from the root of the page, without `..`; null where it is no path. */
function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    if (/[\0\\]|\/\./.test(path)) return null;
    return path.endsWith("/") ? `${path}index.html` : path;
  } catch {
    return null;
  }
}

function said(status: number, text: string, more: Readonly<Record<string, string>> = {}): Answer {
  const type = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return { status, headers: { ...type, ...more }, body: `${text}\n` };
}
