/** Builds the lab into a static folder that any server can give out, at any path. */
import { defineConfig } from "vite";
import { offline } from "./build/offline.ts";
import { photograph } from "./build/photograph.ts";
import { policy } from "./build/policy.ts";
import { studyTitles } from "./build/study-titles.ts";

/**
 * A file of the library that the first page and the whole engine share would otherwise lie in the
 * engine's part, and the first page load all of it (47 kB) for three lines.
 */
const apart = { groups: [{ name: "whole", test: /convoke\/dist\/numbers\/whole\.js$/ }] };

/** How long the plugins took is nothing that somebody who starts the lab asks for. */
const quiet = { checks: { pluginTimings: false } };

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  // The page speaks to the built library, which is what others import too.
  plugins: [policy(), photograph(), studyTitles(), offline()],
  // Workers are bundled with plugins of their own.
  worker: { format: "es", rolldownOptions: quiet },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { ...quiet, output: { codeSplitting: apart } },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
