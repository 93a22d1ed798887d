/** 简体中文: first and complete; the keys of all other tables are these. */
import { entry } from "./zh-hans/entry";
import { lesson } from "./zh-hans/lesson";
import { pages } from "./zh-hans/pages";
import { settings } from "./zh-hans/settings";

export const zhHans = { ...lesson, ...entry, ...pages, ...settings };
