/** Words and looks of live lessons, for the home page and for the page of one lesson: neither is needed to sign in. */
import { addWords } from "../strings";
import { live as en } from "../strings/en/live";
import { live as zhHans } from "../strings/zh-hans/live";
import "../styles/live.css";

addWords({ en, zhHans });
