/* Keys and what is done with them: PIN → PBKDF2 → AES-GCM around the keys; AES-GCM around the data; ES256 for signatures. No library: WebCrypto. */

const ITERATIONS = 600_000; // OWASP's number for PBKDF2 with SHA-256
const text = new TextEncoder();

export const bytesOf = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
const base64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));
const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const iv = () => crypto.getRandomValues(new Uint8Array(12));

/* RFC 8785 for what is signed here: strings, whole numbers, lists, objects, null. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

export async function sha256(data) {
  const digest = await crypto.subtle.digest("SHA-256", typeof data === "string" ? text.encode(data) : data);
  return Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("");
}

export const sha256base64 = async (bytes) => base64(await crypto.subtle.digest("SHA-256", bytes));

async function pinKey(pin, salt, iterations) {
  const material = await crypto.subtle.importKey("raw", text.encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

/* A new signing key under a PIN. Its private half is wrapped at once; nothing ever holds it unwrapped and extractable again. */
export async function newOfficer(officer, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const nonce = iv();
  const wrapped = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, await pinKey(pin, salt, ITERATIONS), { name: "AES-GCM", iv: nonce });
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { ...officer, key: crypto.randomUUID(), jwk: { kty, crv, x, y }, salt, iterations: ITERATIONS, signing: { iv: nonce, data: wrapped }, sittings: {} };
}

/* What an officer's PIN opens; null when it is the wrong one. `sign(document)` → a compact JWS; `wrap(raw key)`; `sittings`: id → key. */
export async function unlock(row, pin) {
  const outer = await pinKey(pin, row.salt, row.iterations);
  let signing;
  try {
    signing = await crypto.subtle.unwrapKey("pkcs8", row.signing.data, outer, { name: "AES-GCM", iv: row.signing.iv }, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  } catch {
    return null;
  }
  const sittings = {};
  for (const [id, one] of Object.entries(row.sittings)) {
    sittings[id] = await crypto.subtle.unwrapKey("raw", one.data, outer, { name: "AES-GCM", iv: one.iv }, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
  return {
    sittings,
    async wrap(raw) {
      const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", true, ["encrypt", "decrypt"]);
      const nonce = iv();
      return { iv: nonce, data: await crypto.subtle.wrapKey("raw", key, outer, { name: "AES-GCM", iv: nonce }) };
    },
    async sign(document) {
      const header = base64url(text.encode(JSON.stringify({ alg: "ES256", kid: row.key })));
      const input = `${header}.${base64url(text.encode(canonical(document)))}`;
      const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, signing, text.encode(input));
      return `${input}.${base64url(signature)}`;
    },
  };
}

/* `about` (store and id) is bound to the bytes, so that no row can be put in the place of another. */
export async function seal(key, about, value) {
  const data = value instanceof Uint8Array ? value : text.encode(JSON.stringify(value));
  const nonce = iv();
  return { iv: nonce, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: text.encode(about) }, key, data) };
}

export async function openBytes(key, about, row) {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: text.encode(about) }, key, row.data));
}

export const openValue = async (key, about, row) => JSON.parse(new TextDecoder().decode(await openBytes(key, about, row)));
