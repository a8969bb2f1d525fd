import { connect } from "../../../engine/connect.ts";
import type { jobs } from "./jobs.ts";

export const network = connect<typeof jobs>(
  () => new Worker(new URL("./jobs.ts", import.meta.url), { type: "module", name: "network" }),
);
