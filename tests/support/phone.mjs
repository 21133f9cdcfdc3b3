/**
 * What a person does and sees at the simulator: the phone with its chats and sheets, the shop inside it, the inspector
 * beside it.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { ask } from "./device.mjs";
import { conversation, mia } from "./person.mjs";
import { simulate } from "./simulator.mjs";

/** Long enough for a busy machine; whatever comes earlier is not waited for. */
const PATIENCE = 15_000;

/** Ends a test that waits for what never comes, in milliseconds. */
export const LIMIT = 90_000;

/** Conversations of the person who holds the phone at the start. */
export const sessions = {
  /** The group "Weekend tea": the shop is opened from here unless a test says otherwise. */
  group: "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1",
  /** The single chat with Evan Chen. */
  evan: conversation.session_id,
  /** The group "Family". */
  family: "k3_PzYw8NfQd-VtA5cBhLx1RuSg6MeJo",
  /** The single chat with Wan Su. */
  wan: "Tb7HnDs4CqXm0Wv_2LrKyFa9-ZpEuGi8",
  /** VVChat's receipts. */
  payments: "payments.mia",
};

/** The person who holds the phone at the start. */
export const me = mia.user_id;

/**
 * Starts a simulator and a browser for the tests of a file, and stops both after them.
 *
 * @param {string[]} [args] of the simulator
 * @returns {(name: string, run: (phone: Phone) => Promise<void>, options?: object) => void} declares a test, which gets a
 *   phone of its own and a world as at the start; the options are those of the browser context
 */
export function phones(args) {
  let simulator;
  let browser;
  before(async () => {
    simulator = await simulate(args);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await simulator?.close();
  });
  return (name, run, options) =>
    test(name, { timeout: LIMIT }, async () => {
      await ask(simulator.app, "/device/reset", {});
      const phone = await openPhone(browser, simulator, options);
      try {
        await run(phone);
      } finally {
        await phone.page.context().close();
      }
      // Neither page may have thrown anything.
      assert.deepEqual(phone.errors, []);
    });
}

/**
 * Opens the app in a fresh browser context: the list of chats is up.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {{ app: string, shop: string }} origins
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPhone(browser, origins, options = {}) {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width: 1280, height: 800 },
    // Nothing is to be waited for but what happens.
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.goto(`${origins.app}/`);
  const phone = new Phone(page, origins, errors);
  await phone.app(`chat-${sessions.group}`).waitFor();
  return phone;
}

class Phone {
  constructor(page, origins, errors) {
    this.page = page;
    this.origins = origins;
    this.errors = errors;
  }

  /** An element of the app, by its test id. */
  app(id) {
    return this.page.getByTestId(id);
  }

  /** An element of the shop, by its test id. */
  shop(id) {
    return this.page.frameLocator('[data-testid="shop"]').getByTestId(id);
  }

  /** The shop's own window, to look behind the scenes. */
  get frame() {
    return this.page.frames().find((frame) => frame.url().startsWith(this.origins.shop));
  }

  /** What the simulator's servers have: `device("/device/orders")`. With a body it is a POST. */
  device(path, body) {
    return ask(this.origins.app, path, body);
  }

  // The chats.

  /** Goes to a conversation from the list of chats. */
  async openChat(session) {
    await this.app(`chat-${session}`).click();
    await this.app("messages").waitFor();
  }

  /** Goes back to the list of chats, wherever it is now: closes the shop, leaves the conversation. */
  async backToChats() {
    await this.page.evaluate(() => {
      window.location.hash = "#/";
    });
    await this.app("chats").waitFor();
  }

  /** Opens the shop from a conversation, as a person does, and waits until its SDK has met the app. */
  async openShop(session = sessions.group) {
    await this.openChat(session);
    await this.app("attach").click();
    await this.app("app-test").click();
    await this.connected();
  }

  /** Waits until the SDK in the shop has introduced itself. */
  async connected() {
    await this.page.locator('[data-testid="connection"][data-made="true"]').waitFor();
  }

  /** Closes the shop: the conversation that it was opened from is there again. */
  async closeShop() {
    await this.app("page-close").click();
    await this.app("messages").waitFor();
  }

  /** The messages of that kind ("text", "card", "payment", or all) in the conversation on the screen. */
  messages(kind) {
    const messages = this.app("messages").getByTestId("message");
    return kind === undefined ? messages : messages.and(this.page.locator(`[data-kind="${kind}"]`));
  }

  /** Goes to a conversation and waits until it has a message with these words. Returns that message. */
  async message(session, words) {
    await this.backToChats();
    await this.openChat(session);
    const message = this.messages().filter({ hasText: words }).last();
    await message.waitFor();
    return message;
  }

  // The sheets. Which one is up follows from the method: auth, pay, selectSession, share.

  /** The sheet of that method, once it is up. */
  async sheet(method) {
    const sheet = this.app(`sheet-${method}`);
    await sheet.waitFor();
    return sheet;
  }

  /** Waits until no sheet is up. */
  async noSheet() {
    await this.page.locator('[data-testid="sheets"]:empty').waitFor({ state: "attached" });
  }

  /** Agrees on the sheet of that method: allow, pay, choose, send. */
  async agree(method) {
    const sheet = await (await this.sheet(method)).elementHandle();
    await (await sheet.$('[data-testid="sheet-agree"]')).click();
    if (method === "pay") {
      await this.page.waitForFunction((shown) => !shown.isConnected, sheet);
      await this.closeTick();
    }
  }

  /** Closes the tick after a payment, if it has not gone by itself: a machine may be slow. */
  async closeTick() {
    await this.page.evaluate(() => document.querySelector('[data-testid="sheet-done"]')?.click());
  }

  /** Cancels on the sheet of that method. */
  async cancel(method) {
    await (await this.sheet(method)).getByTestId("sheet-cancel").click();
  }

  /** Picks a conversation on the sheet of `selectSession` or `share`, and agrees. */
  async pick(method, session) {
    await (await this.sheet(method)).getByTestId(`pick-${session}`).click();
    await this.agree(method);
  }

  // The inspector.

  /** Sets who answers calls of that method ("all" for all of them): "ask", "agree", "cancel" or "fail". */
  async setAnswer(method, decision) {
    await this.app("tab-rules").click();
    await this.app(`decision-${method}`).selectOption(decision);
  }

  /**
   * Sets what goes wrong with answers to that method ("all" for all of them): "none", "silent", "duplicate",
   * "out_of_order", "not_json", "wrong_shape", "wrong_origin", "restart" or "reply_lost".
   */
  async setFault(method, fault) {
    await this.app("tab-rules").click();
    await this.app(`fault-${method}`).selectOption(fault);
  }

  /** Sets by how many milliseconds answers to that method are late. */
  async setDelay(method, milliseconds) {
    await this.app("tab-rules").click();
    await this.app(`delay-${method}`).fill(String(milliseconds));
    await this.app(`delay-${method}`).press("Tab");
  }

  /** The rows of the time line with that title: a call's method, or an exchange's method and path. */
  rows(title, outcome) {
    const ended = outcome === undefined ? "" : `[data-outcome="${outcome}"]`;
    return this.page.locator(`[data-testid="row"][data-title="${title}"]${ended}`);
  }

  /** Waits until the last call of that method stands so on the time line, and returns its row. */
  async row(title, outcome) {
    const row = this.rows(title, outcome).last();
    await row.waitFor({ state: "attached" });
    return row;
  }

  /** Unfolds a row of the time line, if it is not unfolded yet, and returns its details. */
  async unfold(row) {
    await this.app("tab-timeline").click();
    const details = row.getByTestId("row-details");
    if ((await details.count()) === 0) {
      await row.getByTestId("row-head").click();
    }
    return details;
  }

  /** What a press on that button puts on the clipboard. */
  async copied(button) {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: this.origins.app });
    await button.click();
    await this.app("status").filter({ hasText: "Copied" }).waitFor();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The file that the export button makes. */
  async exported() {
    await this.app("tab-timeline").click();
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.app("export").click()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  }

  /** Answers a call that waits, from its row on the time line. */
  async answerNow(method, decision) {
    const details = await this.unfold(this.rows(method).last());
    await details.getByTestId(`answer-${decision}`).click();
  }

  /** The messages of a call as data, without secrets: `[{ direction, message }]`. */
  async messagesOf(row) {
    const details = await this.unfold(row);
    return details.getByTestId("row-message").evaluateAll((items) =>
      items.map((item) => {
        const text = item.querySelector("pre").textContent;
        let message = text;
        try {
          message = JSON.parse(text);
        } catch {
          // It is no JSON, then.
        }
        return { direction: item.dataset.direction, message };
      }),
    );
  }

  // The SDK in the shop, called past the shop's own buttons.

  /**
   * Calls a method of the SDK from the shop's page.
   *
   * @returns {Promise<{ settled(): Promise<{ result: object } | { error: object }> }>} what it comes to, later
   */
  async call(method, ...args) {
    const handle = await this.frame.evaluateHandle(
      ([name, given]) => ({
        // In an object, since a promise would be waited for here.
        settled: window.vvchat[name](...given).then(
          (result) => ({ result }),
          (error) => ({ error: JSON.parse(JSON.stringify(error)) }),
        ),
      }),
      [method, args],
    );
    return { settled: () => handle.evaluate(({ settled }) => settled) };
  }

  /** What `vvchat.diagnose()` says in the shop. */
  diagnose() {
    return this.frame.evaluate(() => window.vvchat.diagnose());
  }

  /** Shortens a method's deadline. */
  async deadline(method, milliseconds) {
    await this.frame.evaluate(
      ([name, ms]) => window.vvchat.config({ timeouts: { [name]: ms } }),
      [method, milliseconds],
    );
  }
}
