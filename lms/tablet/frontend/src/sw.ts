/// <reference lib="webworker" />
/**
 * The service worker: every address of the app answers with no network, and so do the files of installed lessons.
 * Nothing of the API and of live lessons is ever kept. A new version waits until the app says that nobody is at work (updates.ts).
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

import { PackageDb } from "./db";
import { mediaResponse } from "./media";

declare const self: ServiceWorkerGlobalScope;
declare const __PRECACHE__: PrecacheEntry[];

const packages = new PackageDb();

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/media/"),
  ({ url, request }) => mediaResponse(packages, url.pathname, request.headers.get("Range")),
);
precacheAndRoute(__PRECACHE__, { cleanURLs: false });
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/"), {
    denylist: [
      /^\/api\//,
      /^\/media\//,
      /^\/blobs\//,
      /^\/live\/\d+\//,
      /^\/static\//,
      /^\/config\.json$/,
      /^\/sw\.js$/,
    ],
  }),
);
cleanupOutdatedCaches();

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", ({ data }) => {
  if ((data as { type?: string } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
});
