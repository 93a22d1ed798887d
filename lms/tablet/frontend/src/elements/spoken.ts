/** Which blocks can be read aloud, and by what. */
import { hasVoice } from "./read-aloud";
import type { LessonBlock, LessonDocument } from "./shapes";

const READABLE = new Set<LessonBlock["type"]>(["text", "callout", "glossary", "steps", "reflection", "question"]);

export function canRead(block: LessonBlock, document: LessonDocument): boolean {
  if (block.narration) return true;
  return READABLE.has(block.type) && hasVoice(document.language);
}
