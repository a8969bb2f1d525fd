/** How a person gets at this command here: by its name where it is installed, through npm in a clone. */
import { basename, relative } from "node:path";

const path = process.argv[1] ?? "convoke";
const installed = basename(path) !== "main.js";
const { npm_lifecycle_event: script } = process.env;
const throughNpm = script === "convoke" || script === "start";

export const CALLED = installed
  ? basename(path)
  : throughNpm
    ? "npm run convoke --"
    : `node ${relative(process.cwd(), path)}`;

/** The same for `start`, which has a script of its own. */
export const START = !installed && throughNpm ? "npm start --" : `${CALLED} start`;
