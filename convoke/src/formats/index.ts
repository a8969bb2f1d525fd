export { readNpy, writeNpy } from "./npy.ts";
