/** A released result: the points, what was needed, the first mark if a review has changed it, and what markers wrote. */
import { html, type TemplateResult } from "lit";
import type { ExamResultState } from "../facade";
import { define, LightElement } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, t } from "../strings";
import { progressBar } from "./cards";
import "./exam-words";

export class ExamResultElement extends LightElement {
  static override properties = { result: { attribute: false } };
  declare result: ExamResultState;

  override render(): TemplateResult {
    const { points, out_of, pass_mark, passed, first_points, released_at, feedback } = this.result;
    return html`<section class="card exam-result ${passed ? "is-passed" : ""}">
        <p class="exam-points">
          <b>${t("exam.result.points", { n: points })}</b>
          <span>${t("exam.result.out_of", { n: out_of })} · ${t("exam.result.pass_mark", { n: pass_mark })}</span>
        </p>
        ${progressBar(out_of ? points / out_of : 0, t("exam.result.points", { n: points }))}
        <p class="exam-outcome">
          ${passed ? html`${icon("check")} ${t("exam.result.passed")}` : t("exam.result.not_passed")}
        </p>
        ${passed ? "" : html`<p>${t("exam.result.not_passed_help")}</p>`}
        ${first_points === points ? "" : html`<p>${t("exam.result.first", { n: first_points })}</p>`}
        <p class="hint">${t("exam.result.released", { time: moment(new Date(released_at)) })}</p>
      </section>
      ${
        feedback.length
          ? html`<section class="card">
              <h2>${t("exam.result.feedback")}</h2>
              <div class="exam-scroll" tabindex="0" role="group" aria-label=${t("exam.result.feedback")}>
                <table class="exam-feedback">
                  <thead>
                    <tr>
                      <th scope="col">${t("exam.result.question")}</th>
                      <th scope="col">${t("exam.result.mark")}</th>
                      <th scope="col">${t("exam.result.comment")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${feedback.map(
                      (one) =>
                        html`<tr>
                          <th scope="row">${one.number}</th>
                          <td>${t("exam.result.of", { n: one.points, total: one.out_of })}</td>
                          <td>${one.comment}</td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>
            </section>`
          : ""
      }`;
  }
}

define("nl-exam-result", ExamResultElement);
