/**
 * Two duties: the page works without a network, and it is cross-origin isolated on hosts that send
 * no headers, since what comes from here carries them. The build puts its files in place of the word.
 *
 * Versions never mix. The document comes from the network where there is one, else from the cache;
 * all that it loads has a name with a hash, and is looked for in the caches of every version that an
 * open page may be of. A cache goes when no page is left that was open when the next version came.
 */
const { version, files, headers: HEADERS } = "CONTENTS";
const SCOPE = self.registration.scope;
/** Of this place only: another copy of the lab may lie on the same host. */
const OURS = `convoke ${SCOPE} `;
const CACHE = OURS + version;
/** In the cache: the ids of pages that may be of an older version. No file has this name. */
const ELDERS = `${SCOPE}assets/-elders`;
/** How long a network may take before the kept document is shown, in milliseconds. */
const PATIENCE = 2000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  event.respondWith(request.mode === "navigate" ? document(request) : asset(request));
});

/** All files or none. Without room for them, an older version goes on, or else pages get headers only. */
async function install() {
  try {
    const older = await olderCaches();
    const cache = await caches.open(CACHE);
    const fetched = [];
    for (const file of files) {
      const url = SCOPE + file;
      const hashed = file.startsWith("assets/");
      const known = hashed ? await fromCaches(older, url) : undefined;
      if (known) await cache.put(url, known);
      else fetched.push(new Request(url, { cache: hashed ? "default" : "no-cache" }));
    }
    await cache.addAll(fetched);
  } catch (error) {
    await caches.delete(CACHE);
    if (self.registration.active) throw error;
  }
  await self.skipWaiting();
}

async function activate() {
  const open = await self.clients.matchAll({ includeUncontrolled: true });
  if ((await olderCaches()).length > 0 && (await caches.has(CACHE))) {
    const cache = await caches.open(CACHE);
    const ids = new Response(JSON.stringify(open.map(({ id }) => id)));
    // A full disk: nobody knows then who needs the older caches, and they stay until the next version.
    await cache.put(ELDERS, ids).catch(() => undefined);
  }
  await tidy();
  await self.clients.claim();
  for (const client of open) client.postMessage({ kind: "took over", files });
}

/** Pages ask for it when they open: by then the page that they took the place of is gone. */
async function tidy() {
  const older = await olderCaches();
  if (older.length === 0 || !(await caches.has(CACHE))) return;
  const cache = await caches.open(CACHE);
  const elders = await (await cache.match(ELDERS))?.json();
  const alive = await Promise.all((elders ?? []).map((id) => self.clients.get(id)));
  if (!elders || alive.some((client) => client)) return;
  await Promise.all(older.map((name) => caches.delete(name)));
  await cache.delete(ELDERS);
}

const olderCaches = async () =>
  (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);

async function fromCaches(names, url) {
  for (const cacheName of names) {
    const known = await caches.match(url, { cacheName, ignoreSearch: true, ignoreVary: true });
    if (known) return known;
  }
}

async function document(request) {
  const path = new URL(request.url).pathname;
  const asked = path === new URL(SCOPE).pathname ? `${SCOPE}index.html` : request.url;
  const known = await fromCaches([CACHE], asked);
  if (!known) return isolated(await fetch(request));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const fresh = await Promise.race([fetch(request).catch(() => undefined), late]);
  return isolated(fresh?.ok ? fresh : known);
}

async function asset(request) {
  const known = await fromCaches([CACHE, ...(await olderCaches())], request.url);
  const whole = known ?? (await fetch(request));
  const range = request.headers.get("range");
  return isolated(known && range ? await part(known, range) : whole);
}

/** Players ask for a piece of a sound, and some take nothing else. */
async function part(response, range) {
  const [, from, to] = range.match(/^bytes=(\d*)-(\d*)$/) ?? [];
  const body = await response.blob();
  const start = from ? Number(from) : Math.max(0, body.size - Number(to));
  const end = from && to ? Math.min(Number(to) + 1, body.size) : body.size;
  // Not a range, or several: HTTP lets a server answer with the whole.
  if (!(from || to)) return new Response(body, response);
  const headers = new Headers(response.headers);
  if (start >= end) {
    headers.set("content-range", `bytes */${body.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-range", `bytes ${start}-${end - 1}/${body.size}`);
  headers.set("content-length", `${end - start}`);
  return new Response(body.slice(start, end), { status: 206, headers });
}

function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { status, statusText } = response;
  const body = [101, 204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}
