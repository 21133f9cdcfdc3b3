// The SDK in Node and the host kit, by messages of JSON-RPC: what goes in at one end comes out at the other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dist } from "../support/dist.mjs";
import { results } from "../support/golden.mjs";
import { startHost } from "./stdio.mjs";

const origin = "https://shop.example";
const timeout = 60_000;

let vvchat;
let host;
/** Every message, in order: `{ to: "host" | "page", message }`. */
const messages = [];
/** Resolves once a message has come that a test waits for. */
let awaited;

before(async () => {
  ({ vvchat } = await import(`${dist}/index.mjs`));
  let receive;
  const note = (to, text) => {
    const message = JSON.parse(text);
    messages.push({ to, message });
    if (awaited?.wants(to, message)) awaited.resolve(message);
  };
  host = startHost(origin, (answer) => {
    note("page", answer);
    receive(answer);
  });
  await vvchat.config({ lang: "en" });
  await vvchat.use({
    name: "stdio",
    send(text) {
      note("host", text);
      host.say({ message: text });
    },
    subscribe(fn) {
      receive = fn;
    },
  });
});
after(() => host?.close());

/** The first message from now on that is wanted. */
function next(wants) {
  return new Promise((resolve) => {
    awaited = { wants, resolve };
  });
}

const auth = { app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" };
const card = { app_id: "test", share_title: "春茶", share_url: "https://shop.example/tea" };

test("it introduces itself", { timeout }, async () => {
  await vvchat.getSession();
  const { host: info } = await vvchat.diagnose();
  const { name, methods } = info;
  assert.deepEqual(
    { name, methods },
    { name: "stdio", methods: ["auth", "pay", "getSession", "selectSession", "share"] },
  );
});

test("every method is answered", { timeout }, async () => {
  assert.deepEqual(await vvchat.auth(auth), results["vvchat.auth"]);
  assert.deepEqual(await vvchat.pay({ app_id: "test", imprest_code: "P1" }), results["vvchat.pay"]);
  assert.deepEqual(await vvchat.getSession(), results["vvchat.getSession"]);
  assert.deepEqual(await vvchat.selectSession(), results["vvchat.selectSession"]);
  assert.deepEqual(await vvchat.share(card), { code: 200, error: "春茶" });
});

test("a payment that the user cancels", { timeout }, async () => {
  await assert.rejects(vvchat.pay({ app_id: "test", imprest_code: "CANCEL" }), {
    reason: "host_error",
    err_code: 400,
    err_msg: "用户取消",
    outcome: "failed",
  });
});

test("a payment that the page aborts is ended, and answered as cancelled", { timeout }, async () => {
  const controller = new AbortController();
  const request = next((to, { method }) => to === "host" && method === "vvchat.pay");
  const call = vvchat.pay({ app_id: "test", imprest_code: "WAIT" }, { signal: controller.signal });
  const { id } = await request;
  const answer = next((to, message) => to === "page" && message.id === id);
  controller.abort();
  await assert.rejects(call, { reason: "aborted", outcome: "unknown" });
  assert.deepEqual((await answer).error, { code: -32800, message: "Request cancelled" });
});

test("texts come across as they are, and state comes back as it was", { timeout }, async () => {
  for (const text of [
    '\'"`\\\\"</script>',
    "\n\r\u2028\u2029\u0000",
    "茶🍵👩‍👩‍👧",
    "%22 %0A #?&",
    "x".repeat(1_000_000),
  ]) {
    assert.equal((await vvchat.share({ ...card, share_title: text })).error, text);
    assert.equal((await vvchat.auth({ ...auth, state: text })).state, text);
  }
  // Half a surrogate pair has no place in UTF-8, but in JSON it does.
  assert.equal((await vvchat.auth({ ...auth, state: "\ud83c" })).state, "\ud83c");
  assert.equal((await vvchat.auth({ ...auth, state: "" })).state, "");
});

test("1,000 calls at a time", { timeout }, async () => {
  const titles = Array.from({ length: 1000 }, (_, n) => `card ${n}`);
  const answers = await Promise.all(titles.map((share_title) => vvchat.share({ ...card, share_title })));
  assert.deepEqual(
    answers.map(({ error }) => error),
    titles,
  );
  const { pending, ignored } = await vvchat.diagnose();
  assert.equal(pending, 0);
  // The answer to the payment that was aborted, which nobody waits for any more.
  assert.deepEqual(ignored, { unknown: 0, duplicate: 1, foreign: 0, malformed: 0 });
});

test("nothing of all that was worth a complaint", () => {
  assert.deepEqual(host.problems, []);
  assert.ok(messages.every(({ message }) => message.jsonrpc === "2.0"));
});

test("a page of another origin is told that it is not allowed", { timeout }, async () => {
  const answer = next((to, { id }) => to === "page" && id === "elsewhere");
  const complaint = host.complains();
  const message = { jsonrpc: "2.0", id: "elsewhere", method: "vvchat.getSession", params: {} };
  host.say({ message: JSON.stringify(message) }, "https://evil.example");
  assert.deepEqual((await answer).error, {
    code: -32600,
    message: "the origin https://evil.example is not allowed",
  });
  await complaint;
  assert.deepEqual(host.problems, ['a page of the origin "https://evil.example" was not answered: it is not allowed']);
});
