/** Words and looks of exams: nobody needs them to sign in. */
import { addWords } from "../strings";
import { exams as en } from "../strings/en/exams";
import { exams as zhHans } from "../strings/zh-hans/exams";
import "../styles/exam.css";

addWords({ en, zhHans });
