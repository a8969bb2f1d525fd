import { render } from "preact";
import { App } from "./app.tsx";
import { welcomeServiceWorker } from "./state/isolation.ts";
import { watchErrors } from "./state/notices.ts";

watchErrors();
const root = document.getElementById("app")!;
// What stood there for the time until now.
root.replaceChildren();
render(<App />, root);
void welcomeServiceWorker();
