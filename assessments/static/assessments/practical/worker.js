/* The app without a line: its own files and nothing else. VERSION and FILES are put before this text by the server. */

const CACHE = `newleaf-practicals-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      for (const file of FILES) {
        const answer = await fetch(file, { cache: "reload", redirect: "error" }); // a sign-in page is not the app
        if (!answer.ok) throw new Error(file);
        await cache.put(file, answer);
      }
      await self.skipWaiting();
    }),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      await Promise.all(names.filter((name) => name.startsWith("newleaf-practicals-") && name !== CACHE).map((name) => caches.delete(name)));
      await self.clients.claim();
    }),
  );
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !FILES.includes(new URL(url).pathname)) return;
  event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(new URL(url).pathname)) ?? fetch(event.request)));
});
