/**
 * The inspector: what went between page, app and platform, what is to go wrong, and the platform's own side.
 */
import { byTestId, el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { mask } from "./mask.mjs";
import { PlatformView } from "./platform-view.mjs";
import { ReplayView } from "./replay-view.mjs";
import { RulesView } from "./rules-view.mjs";
import { plainRow, readSession, SessionError, writeSession } from "./session-file.mjs";
import { makeTabs } from "./tabs.mjs";
import { TimelineView } from "./timeline-view.mjs";

/** How long a word about what was done is shown. */
const STATUS_FOR = 4000;

export class Inspector {
  #timeline;
  #replay;
  #view;
  #platform;
  #timer;

  /**
   * @param {object} parts
   * @param {import("./timeline.mjs").Timeline} parts.timeline
   * @param {import("./replay.mjs").Replay} parts.replay
   * @param {import("../host/rules.mjs").Rules} parts.rules
   * @param {import("../host/desk.mjs").Desk} parts.desk
   * @param {() => void} parts.restart
   */
  constructor({ timeline, replay, rules, desk, restart }) {
    this.#timeline = timeline;
    this.#replay = replay;
    makeTabs(document.querySelector('[role="tablist"]'));
    this.#view = new TimelineView(
      timeline,
      { list: byTestId("timeline-panel"), filter: byTestId("filter") },
      {
        answer(row, decision) {
          const call = desk.calls.find(({ id }) => id === row.callId);
          if (call !== undefined) {
            desk.decide(call, decision);
          }
        },
        copy: (row) => this.#copy(JSON.stringify(plainRow(row), null, 2)),
      },
    );
    new ReplayView(replay, byTestId("replay"));
    new RulesView(rules, byTestId("rules"), restart);
    this.#platform = new PlatformView(byTestId("platform"), (words) => this.#say(words));

    byTestId("copy").addEventListener("click", () => this.#copy(writeSession(this.#view.shown)));
    byTestId("export").addEventListener("click", () => this.#export());
    byTestId("clear").addEventListener("click", () => timeline.clear());
    byTestId("import").addEventListener("click", () => byTestId("import-file").click());
    byTestId("import-file").addEventListener("change", ({ target }) => this.#import(target));
  }

  /** Asks the servers how orders and notifications stand. */
  refreshPlatform() {
    return this.#platform.refresh();
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.#say(t("copy.done"));
    } catch {
      this.#say(t("copy.refused"));
    }
  }

  #export() {
    const url = URL.createObjectURL(new Blob([writeSession(this.#timeline.rows)], { type: "application/json" }));
    const day = new Date().toISOString().slice(0, 19).replaceAll(":", "");
    el("a", { href: url, download: `vvchat-session-${day}.json` }).click();
    URL.revokeObjectURL(url);
  }

  async #import(input) {
    const [file] = input.files;
    try {
      const calls = readSession(await file.text());
      if (calls.length === 0) {
        throw new SessionError("session.empty");
      }
      this.#replay.start(mask(calls));
      this.#say(t("session.loaded", { name: file.name, calls: calls.length }));
    } catch (error) {
      if (!(error instanceof SessionError)) {
        throw error;
      }
      this.#say(t(error.key, { name: file.name, ...error.values }));
    }
    // The same file can be chosen again.
    input.value = "";
  }

  #say(words) {
    const place = byTestId("status");
    place.textContent = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      place.textContent = "";
    }, STATUS_FOR);
  }
}
