/** `npm start` without a picture: the lab is built, served on this machine, and ends as it is told. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { HELP, readArguments } from "../../lab/server/arguments.ts";
import { serve } from "../../lab/server/serve.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill("SIGKILL")));

interface Started {
  readonly url: string;
  /** Ends it as Ctrl-C does; what it said in the end. */
  readonly interrupt: () => Promise<{ readonly status: number | null; readonly said: string }>;
}

function start(): Promise<Started> {
  const child = spawn(process.execPath, ["tools/run.mjs", "start", "--no-open"], { cwd: ROOT });
  children.push(child);
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return new Promise((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += text;
      const url = said.match(/http:\/\/\S+\/(?= 运行)/)?.[0];
      if (url === undefined) return;
      resolve({
        url,
        interrupt: async () => {
          said = "";
          child.kill("SIGINT");
          return { status: await ended, said };
        },
      });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended.then((status) => reject(new Error(`it ended with ${status}: ${said}`)));
  });
}

test("two of them side by side: each gives out the page, and ends at Ctrl-C with 0", async () => {
  const first = await start();
  const second = await start();
  expect(second.url).not.toBe(first.url);
  for (const { url, interrupt } of [first, second]) {
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="app">');
    expect(await interrupt()).toEqual({ status: 0, said: "" });
    await expect(fetch(url)).rejects.toThrow();
  }
}, 60_000);

const folder = mkdtempSync(join(tmpdir(), "convoke-served-"));
afterAll(() => rmSync(folder, { recursive: true }));
const site = join(folder, "site");
mkdirSync(join(site, "assets"), { recursive: true });
mkdirSync(join(folder, "site-not"));
writeFileSync(join(site, "index.html"), "<!doctype html><title>here</title>");
writeFileSync(join(site, "assets", "a-1.js"), "export {};");
writeFileSync(join(site, ".hidden"), "hidden");
writeFileSync(join(folder, "site-not", "secret.txt"), "secret");
writeFileSync(join(folder, "secret.txt"), "secret");

test("every answer carries the headers; what can change is asked for anew, the rest is kept", async () => {
  const { url, close } = await serve(site, { port: 0 });
  try {
    for (const [path, status, kept] of [
      ["", 200, "no-cache"],
      ["index.html?x=1", 200, "no-cache"],
      ["assets/a-1.js", 200, "public, max-age=31536000, immutable"],
      ["assets/a-2.js", 404, "no-store"],
      ["assets", 404, "no-store"],
    ] as const) {
      const { headers, status: given } = await fetch(url + path);
      expect([path, given, headers.get("cache-control")]).toEqual([path, status, kept]);
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';.*; frame-ancestors 'none'$/,
      );
    }
    expect((await fetch(`${url}assets/a-1.js`)).headers.get("content-type")).toMatch("javascript");
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
      200,
      "34",
      "",
    ]);
    const etag = head.headers.get("etag") as string;
    expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
    expect((await fetch(url, { headers: { range: "bytes=5-2" } })).status).toBe(200);
  } finally {
    await close();
  }
});

test("nothing outside the folder is given out", async () => {
  const { url, close } = await serve(site, { port: 0 });
  const port = Number(new URL(url).port);
  const status = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ port, host: "127.0.0.1", path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  try {
    for (const path of [
      "/../secret.txt",
      "/assets/../../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e%2fsecret.txt",
      "/..%5csecret.txt",
      "/../site-not/secret.txt",
      "/%2e%2e%2fsite-not/secret.txt",
      "//etc/passwd",
      "/.hidden",
      "/index.html%00.js",
      "/%ff",
      "http://[",
    ])
      expect([path, await status(path)]).toEqual([path, 404]);
    // It is still there after all of that, and after somebody who speaks no HTTP.
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.end("nonsense\r\n\r\n"));
      socket.on("close", () => resolve()).resume();
    });
    expect(await status("/")).toBe(200);
  } finally {
    await close();
  }
});

test("what it says is where it listens", async () => {
  const { url, close } = await serve(site, { port: 0 });
  const { hostname, port } = new URL(url);
  expect(hostname).toBe("127.0.0.1");
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  await close();
});

test("a port that is taken: another, unless it was asked for", async () => {
  const first = await serve(site, { port: 0 });
  const port = Number(new URL(first.url).port);
  const second = await serve(site, { port });
  expect(second.url).not.toBe(first.url);
  await expect(serve(site, { port, strict: true })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await Promise.all([first.close(), second.close()]);
});

test("arguments are read, or refused in one sentence", () => {
  expect(readArguments([])).toEqual({ port: null, open: true, help: false });
  expect(readArguments(["--port", "8000", "--no-open"])).toMatchObject({ port: 8000, open: false });
  expect(readArguments(["--port=0"])).toMatchObject({ port: 0 });
  for (const bad of ["abc", "-1", "65536", "8000.5", ""])
    expect(readArguments([`--port=${bad}`])).toBe(
      `expected a whole number from 0 to 65535 for --port, got ${bad}`,
    );
  expect(readArguments(["--port"])).toMatch("got nothing");
  expect(readArguments(["--no-open", "in.png"])).toMatch("got in.png");
  expect(HELP).toMatch(/npm start -- IN OUT --kernel K/);
});

test("the built page says its policy once, and every file of it has a known type", async () => {
  const { url, close } = await serve(join(ROOT, "lab", "dist"), { port: 0 });
  try {
    const page = await fetch(url);
    const policy = page.headers.get("content-security-policy") as string;
    const meta = (await page.text()).match(/http-equiv="Content-Security-Policy" content="(.*?)"/);
    expect(`${meta?.[1]}; frame-ancestors 'none'`).toBe(policy);
    const files = readdirSync(join(ROOT, "lab", "dist", "assets"));
    const last = new Map(files.map((file) => [file.replace(/.*\./, ""), file]));
    for (const file of last.values()) {
      const { headers } = await fetch(`${url}assets/${file}`, { method: "HEAD" });
      expect([file, headers.get("content-type")]).not.toEqual([file, "application/octet-stream"]);
    }
  } finally {
    await close();
  }
});
