/** The helper thread in Node: hands its messages to `serve`. */
import { parentPort } from "node:worker_threads";
import { type HelperMessage, serve } from "./share.ts";

const receive = serve();
parentPort?.on("message", (message: HelperMessage) => receive(message));
