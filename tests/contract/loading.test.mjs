// Calls that are made while the engine is loading, or can't be loaded: promises 1, 4 and 5 hold for them as well.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, serve } from "../support/browser.mjs";

const dist = (file) => readFileSync(new URL(`../../dist/${file}`, import.meta.url));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A page with the ESM build whose engine is answered for as `wasm` says, by its file and by its module alike. */
async function visit({ wasm, bytes = wasm, lang = "en" }) {
  const site = await serve({
    "/": `<!doctype html><html lang="${lang}"><title>shop</title>`,
    "/index.mjs": dist("index.mjs"),
    "/vvchat_bg.wasm": wasm,
    "/vvchat_bg.mjs": bytes,
  });
  const page = await browser.newPage();
  await page.goto(site.origin);
  return { page, close: () => Promise.all([page.close(), site.close()]) };
}

/** Runs in the page: what becomes of calls, as plain data. */
const outcomes = (calls) =>
  Promise.all(
    calls.map((call) =>
      call.then(
        (result) => ({ result }),
        (error) => JSON.parse(JSON.stringify(error)),
      ),
    ),
  );

const never = () => {};

const error = (more) => ({ name: "VvchatError", field: null, request_id: null, ...more });

test("time-outs and signals hold while the engine is loading", async () => {
  const { page, close } = await visit({ wasm: never });
  const ended = await page.evaluate(async (text) => {
    const settled = new Function(`return ${text}`)();
    const { vvchat } = await import("/index.mjs");
    const heard = [];
    vvchat.onError((error) => heard.push(error.reason)).catch(() => {});
    const controller = new AbortController();
    const calls = [
      vvchat.pay({ app_id: "test", imprest_code: "P1" }, { timeout: 50 }),
      vvchat.getSession({ signal: controller.signal }),
      vvchat.selectSession({ signal: AbortSignal.abort() }),
    ];
    controller.abort();
    const outcomes = await settled(calls);
    const { engine, pending } = await Promise.race([vvchat.diagnose(), { engine: "loading", pending: "unknown" }]);
    // The handlers run from the event loop, after the promises.
    await new Promise((resolve) => setTimeout(resolve, 0));
    return { outcomes, heard: heard.sort(), engine, pending };
  }, outcomes.toString());
  assert.deepEqual(ended.outcomes, [
    error({
      err_code: 408,
      err_msg: "pay: the host did not answer within 50 ms",
      reason: "timeout",
      method: "pay",
      retryable: true,
      outcome: "none",
    }),
    error({
      err_code: 499,
      err_msg: "getSession: the page aborted the call",
      reason: "aborted",
      method: "getSession",
      retryable: false,
      outcome: null,
    }),
    error({
      err_code: 499,
      err_msg: "selectSession: the page aborted the call",
      reason: "aborted",
      method: "selectSession",
      retryable: false,
      outcome: null,
    }),
  ]);
  assert.deepEqual(ended.heard, ["aborted", "aborted", "timeout"]);
  assert.equal(ended.engine, "loading");
  await close();
});

test("options that can't be read are refused by the engine, not thrown into the page", async () => {
  const { page, close } = await visit({ wasm: dist("vvchat_bg.wasm"), bytes: dist("vvchat_bg.mjs") });
  const [refused] = await page.evaluate(async (text) => {
    const settled = new Function(`return ${text}`)();
    const { vvchat } = await import("/index.mjs");
    const options = {
      get timeout() {
        throw new Error("no");
      },
    };
    return settled([vvchat.getSession(options)]);
  }, outcomes.toString());
  assert.equal(refused.reason, "invalid_params");
  assert.equal(refused.method, "getSession");
  await close();
});

test("an engine that can't be loaded fails the calls, in the language that config set, and says so in diagnose", async () => {
  const { page, close } = await visit({ wasm: { status: 404, body: "" }, lang: "en" });
  const ended = await page.evaluate(async (text) => {
    const settled = new Function(`return ${text}`)();
    const { vvchat } = await import("/index.mjs");
    const order = [];
    const config = vvchat.config({ lang: "zh" });
    config.catch(() => {});
    const call = vvchat.call(
      "pay",
      { app_id: "test", imprest_code: "P1" },
      () => order.push("success"),
      (error) => order.push(["error", error.err_msg.split("：").slice(0, 2).join("：")]),
      (error) => order.push(["complete", error.reason, error.outcome, error.method]),
    );
    const [failed] = await settled([call]);
    const { engine, bridge, pending } = await vvchat.diagnose();
    return { order, reason: failed.reason, retryable: failed.retryable, engine: engine.name, bridge, pending };
  }, outcomes.toString());
  assert.deepEqual(ended, {
    order: [
      ["error", "pay：SDK 内部错误"],
      ["complete", "internal", "none", "pay"],
    ],
    reason: "internal",
    retryable: true,
    engine: null,
    bridge: null,
    pending: 0,
  });
  await close();
});
