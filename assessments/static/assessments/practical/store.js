/* What this tablet keeps: IndexedDB, each write on the disk before it counts. All but names of officers and states is encrypted (vault.js). */

const NAME = "newleaf-practicals";
const STORES = ["officers", "sittings", "work", "photos", "records"]; // each by its id

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name, { keyPath: "id" }));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function all(store) {
  const db = await open();
  return settled(db.transaction(store).objectStore(store).getAll());
}

export async function one(store, id) {
  const db = await open();
  return settled(db.transaction(store).objectStore(store).get(id));
}

/* Several rows in one transaction: [[store, row or {id, gone: true}], …]. Resolves when they are durable, or rejects and nothing is. */
export async function write(changes) {
  const db = await open();
  const stores = [...new Set(changes.map(([store]) => store))];
  const transaction = db.transaction(stores, "readwrite", { durability: "strict" });
  for (const [store, row] of changes) {
    if (row.gone) transaction.objectStore(store).delete(row.id);
    else transaction.objectStore(store).put(row);
  }
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
