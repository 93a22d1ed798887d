/* On the schedule: recordings that still wait on this computer go up from here too. */

import { Pending } from "./pending.js";

const config = JSON.parse(document.getElementById("pending-config").textContent);
const { key } = config.patterns;

new Pending(document.querySelector("[data-pending]"), {
  words: config.words,
  owner: config.owner,
  csrf: config.csrf,
  urlsOf: (broadcast) => ({ token: config.patterns.token.replace(key, broadcast), end: config.patterns.end.replace(key, broadcast) }),
}).start();
