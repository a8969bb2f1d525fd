import { render } from "preact";
import { App } from "./app.tsx";
import { welcomeServiceWorker } from "./state/isolation.ts";

render(<App />, document.getElementById("app")!);
void welcomeServiceWorker();
