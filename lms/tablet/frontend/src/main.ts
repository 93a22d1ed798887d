/** Starts the app: opens the store, then shows where things stand. */
import { openCore } from "./facade";
import "./pages/app";
import "./style.css";
import { t } from "./strings";

try {
  const core = await openCore();
  document.body.replaceChildren(Object.assign(document.createElement("nl-app"), { core }));
} catch (error) {
  // The store itself cannot be opened: there is nothing to go on with, so say it without any of the app.
  const message = document.createElement("p");
  message.className = "bad";
  message.setAttribute("role", "alert");
  message.textContent = `${t("error.not_supported")} (${error instanceof Error ? error.message : String(error)})`;
  document.body.replaceChildren(message);
}
