/** Starts the app: opens the store, then shows where things stand. */
import { openCore } from "./core";
import "./pages/app";
import "./style.css";

const core = await openCore();
const app = Object.assign(document.createElement("nl-app"), { core });
document.body.replaceChildren(app);
