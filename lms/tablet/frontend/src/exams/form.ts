/** A candidate's form: the questions in their order, with the options in the order that was drawn for this seat. */
import type { ExamItem, PlacedQuestion } from "../facade";
import type { ExamPaper, ExamSeat } from "../protocol.gen";

export function questionsOf(paper: ExamPaper, seat: ExamSeat): PlacedQuestion[] {
  let number = 0;
  return seat.sections.flatMap((section, at) =>
    section.questions.map(({ item, points, order }) => {
      const found = paper.items[item];
      if (!found) throw new Error(`no item ${item} in this paper`);
      // the paper's own name of an item is the one that statements carry
      return { number: ++number, section: at, points, item: ordered({ ...found, id: item } as ExamItem, order) };
    }),
  );
}

function ordered(item: ExamItem, order: readonly string[]): ExamItem {
  if (item.kind !== "choice" || order.length === 0) return item;
  const place = new Map(order.map((id, at) => [id, at]));
  const at = (id: string): number => place.get(id) ?? order.length;
  return { ...item, options: [...item.options].sort((a, b) => at(a.id) - at(b.id)) };
}

/** Nothing in it that a marker could read: empty gaps are no answer. */
export const isBlank = (response: string): boolean => response.replaceAll("[,]", "").trim() === "";

/** Answered in front of somebody: not on this tablet. */
export const isElsewhere = (item: ExamItem): boolean => item.kind === "practical";
