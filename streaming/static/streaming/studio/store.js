/* What this computer keeps of recordings until the server has acknowledged it: IndexedDB, one row an epoch, one row a chunk.
   A chunk is durable here before it is sent, and goes only when the server has said that it has it. */

const NAME = "newleaf-recordings";
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("epochs", { keyPath: "id" });
      request.result.createObjectStore("chunks", { keyPath: ["epoch", "n"] });
    };
    request.onsuccess = () => {
      request.result.onclose = () => (opened = null);
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = null));
  return opened;
}

/* Runs `work(store…)` in one transaction and resolves with its request's result once the transaction is on the disk. */
async function change(stores, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(stores, mode, { durability: mode === "readwrite" ? "strict" : "relaxed" });
    const request = work(...stores.map((name) => transaction.objectStore(name)));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request?.error ?? new Error("aborted"));
  });
}

const range = (epoch, from = 0, to = Number.MAX_SAFE_INTEGER) => IDBKeyRange.bound([epoch, from], [epoch, to]);

/* epoch: {id, broadcast, title, kind, mediaType, capturedAt, made, finished, owner, endsBroadcast} */
export const saveEpoch = (epoch) => change(["epochs"], "readwrite", (epochs) => epochs.put(epoch));
export const epochOf = (id) => change(["epochs"], "readonly", (epochs) => epochs.get(id));
export const allEpochs = () => change(["epochs"], "readonly", (epochs) => epochs.getAll());

/* The chunk and the epoch's new count in one transaction: a killed browser leaves both or neither. */
export const saveChunk = (epoch, chunk) =>
  change(["epochs", "chunks"], "readwrite", (epochs, chunks) => {
    chunks.put({ epoch: epoch.id, n: chunk.n, capturedAt: chunk.capturedAt, bytes: chunk.bytes });
    return epochs.put({ ...epoch, made: chunk.n + 1 });
  });

export const chunkAt = (epoch, n) => change(["chunks"], "readonly", (chunks) => chunks.get([epoch, n]));
export const waiting = (epoch) => change(["chunks"], "readonly", (chunks) => chunks.count(range(epoch)));

/* The server has everything below `next`. */
export const acknowledge = (epoch, next) =>
  next > 0 ? change(["chunks"], "readwrite", (chunks) => chunks.delete(range(epoch, 0, next - 1))) : Promise.resolve();

export const forgetEpoch = (epoch) =>
  change(["epochs", "chunks"], "readwrite", (epochs, chunks) => {
    chunks.delete(range(epoch));
    return epochs.delete(epoch);
  });

/* Asks the browser not to clear this away when its disk runs short. */
export async function keepSafe() {
  try {
    return await navigator.storage.persist();
  } catch {
    return false;
  }
}
