/** Beside the picture: the teacher's poll, a question to the teacher, and what the teacher shows to all. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import type { LiveBoard, LivePoll } from "../facade";
import { CoreError } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { pick, t, type Key } from "../strings";
import { shares } from "./live-facts";
import { messageOf } from "./messages";
import { PageElement } from "./page";

const LONGEST = 500;

export class LiveRoomElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    broadcast: { attribute: false },
    board: { attribute: false },
    running: { attribute: false },
    text: { state: true },
    sending: { state: true },
    sent: { state: true },
    askError: { state: true },
    chosen: { state: true },
    choosing: { state: true },
    pollError: { state: true },
  };
  declare broadcast: string;
  declare board: LiveBoard | null;
  declare running: boolean;
  declare text: string;
  declare sending: boolean;
  declare sent: boolean;
  declare askError: string;
  /** Poll → the option that was handed in. */
  declare chosen: Record<string, number>;
  declare choosing: boolean;
  declare pollError: string;
  /** The same text tried again is the same question; another text is another one. */
  private attempt = { id: "", text: "" };

  constructor() {
    super();
    this.board = null;
    this.running = this.sending = this.sent = this.choosing = false;
    this.text = this.askError = this.pollError = "";
    this.chosen = {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch(this.core.helpTexts);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("broadcast")) return;
    void this.session.drafts(`live:${this.broadcast}#`).then((drafts) => {
      this.text = drafts[this.askKey] ?? "";
      this.chosen = Object.fromEntries(
        Object.entries(drafts)
          .filter(([key]) => key.startsWith(this.pollKey("")))
          .map(([key, option]) => [key.slice(this.pollKey("").length), Number(option)]),
      );
    });
  }

  private get askKey(): string {
    return `live:${this.broadcast}#ask`;
  }

  private pollKey(poll: string): string {
    return `live:${this.broadcast}#poll:${poll}`;
  }

  override render(): TemplateResult {
    const { board } = this;
    return html`${board?.poll ? this.poll(board.poll) : ""} ${this.ask()}
    ${
      board?.released.length
        ? html`<section class="card live-released">
            <h2>${icon("speech")} ${t("live.released")}</h2>
            ${board.released.map(
              (one) =>
                html`<article class="answer">
                  <p class="answer-asked">${one.text}</p>
                  ${one.answer ? html`<p class="answer-text">${one.answer}</p>` : ""}
                </article>`,
            )}
          </section>`
        : ""
    }`;
  }

  private poll(poll: LivePoll): TemplateResult {
    const open = poll.open && this.running;
    return html`<section class="card live-poll" aria-labelledby="poll-question">
      <p class="eyebrow">${t(poll.open ? "live.poll.title" : "live.poll.results")}</p>
      <h2 id="poll-question">${poll.question}</h2>
      ${poll.open ? this.options(poll, open) : this.tally(poll)}
      ${this.pollError ? html`<p class="bad" role="alert">${icon("warning")} ${this.pollError}</p>` : ""}
      <p role="status" class="good">${this.mine(poll)}</p>
    </section>`;
  }

  private mine(poll: LivePoll): TemplateResult | string {
    const option = poll.options[this.chosen[poll.id] ?? -1];
    return option === undefined ? "" : html`${icon("check")} ${t("live.poll.mine", { option })}`;
  }

  private options(poll: LivePoll, open: boolean): TemplateResult {
    return html`<p class="hint">${t("live.poll.help")}</p>
      <div class="options" role="radiogroup" aria-labelledby="poll-question">
        ${poll.options.map((option, i) => {
          const chosen = this.chosen[poll.id] === i;
          return html`<label class="option ${chosen ? "is-chosen" : ""}">
            <input
              type="radio"
              name="poll"
              .checked=${chosen}
              ?disabled=${!open || this.choosing}
              @change=${() => void this.choose(poll, i)}
            />
            <span class="option-letter" aria-hidden="true">${String.fromCharCode(65 + i)}</span>
            <span class="grow">${option}</span>
          </label>`;
        })}
      </div>`;
  }

  private tally(poll: LivePoll): TemplateResult {
    const percents = shares(poll.tally);
    return html`<ul class="live-tally">
      ${poll.options.map(
        (option, i) =>
          html`<li class=${poll.right === i ? "is-right" : ""}>
            <span class="grow"
              >${option}
              ${poll.right === i ? html`<b class="good">${icon("check")} ${t("live.poll.right")}</b>` : ""}</span
            >
            <span>${t("live.poll.count", { n: poll.tally[i] ?? 0, percent: percents[i] ?? 0 })}</span>
            <span class="bar" aria-hidden="true"
              ><span class="bar-fill" style="display: block; inline-size: ${percents[i] ?? 0}%"></span
            ></span>
          </li>`,
      )}
    </ul>`;
  }

  private async choose(poll: LivePoll, option: number): Promise<void> {
    this.pollError = "";
    this.choosing = true;
    try {
      await this.session.live.answer(this.broadcast, poll.id, option);
      this.chosen = { ...this.chosen, [poll.id]: option };
      await this.session.saveDraft(this.pollKey(poll.id), String(option));
    } catch (error) {
      this.pollError = sentence(error, "live.poll.offline");
    } finally {
      this.choosing = false;
    }
  }

  private ask(): TemplateResult {
    return html`<section class="card ask" aria-labelledby="live-ask">
      <h2 id="live-ask">${icon("speech")} ${t("live.ask.title")}</h2>
      <label class="field-label" for="live-question">${t("live.ask.label")}</label>
      <textarea
        id="live-question"
        rows="3"
        maxlength=${LONGEST}
        aria-describedby="live-who"
        .value=${this.text}
        ?readonly=${this.sending}
        @input=${this.write}
      ></textarea>
      <p class="hint" id="live-who">${t("live.ask.who")} ${pick(this.core.helpTexts.value)}</p>
      ${this.running ? "" : html`<p class="hint">${t("live.ask.closed")}</p>`}
      ${this.askError ? html`<p class="bad" role="alert">${icon("warning")} ${this.askError}</p>` : ""}
      <div class="row">
        <button
          type="button"
          class="button button-main"
          ?disabled=${!this.text.trim() || this.sending || !this.running}
          @click=${this.send}
        >
          ${t("live.ask.send")}
        </button>
        <p role="status" class="good">${this.sent ? html`${icon("check")} ${t("live.ask.sent")}` : ""}</p>
      </div>
    </section>`;
  }

  private write(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.sent = false;
    this.session.saveDraft(this.askKey, this.text).catch((error: unknown) => (this.askError = messageOf(error)));
  }

  private async send(): Promise<void> {
    const text = this.text.trim();
    if (this.sending || !text) return;
    if (this.attempt.text !== text) this.attempt = { id: crypto.randomUUID(), text };
    this.askError = "";
    this.sending = true;
    try {
      await this.session.live.ask(this.broadcast, this.attempt);
      this.attempt = { id: "", text: "" };
      this.text = "";
      this.sent = true;
      await this.session.dropDraft(this.askKey);
    } catch (error) {
      this.askError = sentence(error, "live.ask.offline");
    } finally {
      this.sending = false;
    }
  }
}

/** What to do about it: our own words where there is no line, the server's where it said no. */
function sentence(error: unknown, offline: Key): string {
  return error instanceof CoreError && error.code === "offline" ? t(offline) : messageOf(error);
}

define("nl-live-room", LiveRoomElement);
