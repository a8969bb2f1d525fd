/** Writes the content security policy into the page, for hosts that send no headers. */
import type { Plugin } from "vite";
import { POLICY } from "../server/headers.ts";

const WORD = "%POLICY%";

export function policy(): Plugin {
  return {
    name: "convoke-policy",
    transformIndexHtml: {
      order: "pre",
      handler(html) {
        if (!html.includes(WORD)) throw new Error(`index.html does not say ${WORD}`);
        return html.replace(WORD, POLICY);
      },
    },
  };
}
