/** What a learner answers with, for each kind of item: the same in a lesson and in an exam. */
import { html, type TemplateResult } from "lit";
import "./question-choice";
import "./question-fill-in";
import "./question-hotspot";
import "./question-inline-choice";
import "./question-match";
import "./question-numeric";
import "./question-order";
import type { Item } from "./shapes";

export interface Interaction {
  response: string;
  locked: boolean;
  marks: boolean;
  /** Id of the element that holds the prompt. */
  labelledby: string;
  /** The address of a picture. */
  source(path: string): string;
  answer(event: CustomEvent<string>): void;
}

export function interaction(item: Item, facts: Interaction): TemplateResult {
  const { response, locked, marks, labelledby, answer } = facts;
  switch (item.kind) {
    case "choice":
      return html`<nl-choice
        .item=${item}
        .response=${response}
        .locked=${locked}
        .marks=${marks}
        .labelledby=${labelledby}
        @answer=${answer}
      ></nl-choice>`;
    case "order":
      return html`<nl-order
        .item=${item}
        .response=${response}
        .locked=${locked}
        .marks=${marks}
        @answer=${answer}
      ></nl-order>`;
    case "match":
      return html`<nl-match
        .item=${item}
        .response=${response}
        .locked=${locked}
        .marks=${marks}
        @answer=${answer}
      ></nl-match>`;
    case "fill_in":
      return html`<nl-fill-in
        .item=${item}
        .response=${response}
        .locked=${locked}
        .marks=${marks}
        @answer=${answer}
      ></nl-fill-in>`;
    case "inline_choice":
      return html`<nl-inline-choice
        .item=${item}
        .response=${response}
        .locked=${locked}
        .marks=${marks}
        @answer=${answer}
      ></nl-inline-choice>`;
    case "numeric":
      return html`<nl-numeric
        .item=${item}
        .response=${response}
        .locked=${locked}
        .marks=${marks}
        .labelledby=${labelledby}
        @answer=${answer}
      ></nl-numeric>`;
    case "hotspot":
      return html`<nl-hotspot
        .item=${item}
        .response=${response}
        .locked=${locked}
        .marks=${marks}
        .labelledby=${labelledby}
        .source=${facts.source(item.picture.path)}
        @answer=${answer}
      ></nl-hotspot>`;
  }
}
