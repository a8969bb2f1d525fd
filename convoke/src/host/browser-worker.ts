/** The helper thread in a browser: hands its messages to `serve`. */
import { type HelperMessage, serve } from "./share.ts";

const receive = serve();
const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: HelperMessage }) => void;
};
scope.onmessage = ({ data }) => receive(data);
