/** Words and looks of certificates: nobody needs them to sign in. */
import { addWords } from "../strings";
import { certificates as en } from "../strings/en/certificates";
import { certificates as zhHans } from "../strings/zh-hans/certificates";
import "../styles/certificates.css";

addWords({ en, zhHans });
