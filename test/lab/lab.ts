/** The built lab in a real browser: opened, watched for errors, closed. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Served, serve } from "../../lab/server/serve.ts";
import { environment, findChromium } from "../browser/chromium.ts";

const BUILT = join(import.meta.dirname, "..", "..", "lab", "dist");

export interface OpenLab {
  readonly url: string;
  readonly browser: Browser;
  /** A fresh page without service worker or memory; its troubles gather in `troubles`. */
  readonly page: (address?: string) => Promise<Opened>;
  readonly close: () => Promise<void>;
}

export interface Opened {
  readonly page: Page;
  /** Errors of the console, failed requests and requests to elsewhere: to be empty at the end. */
  readonly troubles: string[];
}

/**
 * Null where no Chromium starts.
 *
 * @param isolated false: served as by a plain host, without headers.
 */
export async function openLab({ isolated = true } = {}): Promise<OpenLab | null> {
  const found = await findChromium();
  if (found === null) return null;
  if (!existsSync(join(BUILT, "index.html")))
    throw new Error("expected the built lab in lab/dist: npm run lab:build makes it");
  const served = await serve(BUILT, { port: 0, isolated });
  const browser = await chromium.launch({
    executablePath: found.path,
    env: environment(found) as Record<string, string>,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
  return {
    url: served.url,
    browser,
    page: (address = "#/") => opened(browser, served, address),
    close: async () => {
      await browser.close();
      await served.close();
    },
  };
}

async function opened(browser: Browser, served: Served, address: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("requestfailed", (request) =>
    troubles.push(`${request.url()} ${request.failure()?.errorText}`),
  );
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(served.url))
      troubles.push(`it asked for ${request.url()}`);
  });
  await page.goto(served.url + address);
  return { page, troubles };
}
