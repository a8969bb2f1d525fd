/** The page of `studies.test.ts`: hands what its worker says to the server. */
const post = (path: string, body: string) => fetch(path, { method: "POST", body });
const worker = new Worker("/studies-worker.js", { type: "module" });
worker.addEventListener("error", ({ message }) => void post("/failed", message));
worker.addEventListener("message", ({ data }) => {
  if (data.failed) void post("/failed", data.failed);
  else void post("/done", JSON.stringify(data.found));
});
