/** A new version of the app: loaded beside the running one, taken over only when nobody is signed in or somebody says so. */
import { Signal } from "./signal";

const LOOK_EVERY_MS = 3_600_000;

export class Updates {
  readonly ready = new Signal(false);
  private registration: ServiceWorkerRegistration | null = null;

  /** `isFree`: nobody is signed in, in any tab. `settled`: what was typed here last is on the disk. */
  async start(isFree: () => Promise<boolean>, settled: () => Promise<void>): Promise<void> {
    if (!("serviceWorker" in navigator)) return;
    let isFirst = navigator.serviceWorker.controller === null;
    let reloading = false;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      const takesOverNewPage = isFirst; // it has the files of this version
      isFirst = false;
      if (takesOverNewPage || reloading) return;
      reloading = true;
      void settled().then(() => location.reload());
    });
    try {
      this.registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    } catch {
      return; // without it the app still runs; the next start tries again
    }
    const look = async (): Promise<void> => {
      if (!this.registration?.waiting || !navigator.serviceWorker.controller) return;
      this.ready.set(true);
      if (await isFree()) await this.apply();
    };
    this.registration.addEventListener("updatefound", () => {
      this.registration?.installing?.addEventListener("statechange", () => void look());
    });
    await look();
    setInterval(() => void this.registration?.update().catch(() => undefined), LOOK_EVERY_MS);
  }

  /** The new version takes over and every tab loads again, each when its last letter is on the disk. */
  async apply(): Promise<void> {
    this.registration?.waiting?.postMessage({ type: "SKIP_WAITING" });
  }
}

/** Waits until files of lessons can be played: the service worker answers for them. Gives up after a moment. */
export async function mediaReady(): Promise<void> {
  if (!("serviceWorker" in navigator) || navigator.serviceWorker.controller) return;
  await Promise.race([
    new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true })),
    new Promise((resolve) => setTimeout(resolve, 3_000)),
  ]);
}
