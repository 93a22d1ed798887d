/** What the four kinds of question have in common: an item, a response as a string, and an event when it changes. */
import { LightElement } from "./element";
import type { Item } from "./shapes";

export class QuestionPart<I extends Item> extends LightElement {
  static override properties = {
    item: { attribute: false },
    response: { attribute: false },
    locked: { attribute: false },
    marks: { attribute: false },
  };
  declare item: I;
  declare response: string;
  /** The answer has been looked at: nothing can be changed until “try again”. */
  declare locked: boolean;
  /** Show what is right and what is not. */
  declare marks: boolean;

  protected answer(response: string): void {
    this.dispatchEvent(new CustomEvent("answer", { detail: response }));
  }
}
