/** English, complete: a missing or superfluous key does not compile. */
import { entry } from "./en/entry";
import { lesson } from "./en/lesson";
import { pages } from "./en/pages";
import { settings } from "./en/settings";
import type { Table } from "./index";

export const en: Table = { ...lesson, ...entry, ...pages, ...settings };
