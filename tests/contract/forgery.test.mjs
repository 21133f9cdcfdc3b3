/**
 * The sixth promise: replies are believed only from the expected window, origin and bridge. The attackers here know everything: they
 * have seen the id of the call that waits.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { byDocumentEvent, byPromise, byWindowEvent } from "./hosts/injected.mjs";
import { plain } from "./hosts/message-handler.mjs";
import { parentFrame } from "./hosts/parent-frame.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

/** A page that posts whatever it is told to, to the window that it is told of, and then says so to its own parent or opener. */
const ATTACKER = `<!doctype html><html lang="en"><title>Attacker</title><script>
  addEventListener("message", ({ data }) => {
    if (!data.attack) return;
    const target = data.attack.split(".").reduce((at, name) => at[name], window);
    for (const message of data.messages) target.postMessage(message, "*");
  });
  (window.opener || window.parent).postMessage("attacker is there", "*");
</script></html>`;

/** What attackers send: every form that a reply to this call could have, and some to calls that they only guess. */
const forgeries = (id) => {
  const result = { trade_no: "forged" };
  const reply = { jsonrpc: "2.0", id, result };
  return [
    reply,
    JSON.stringify(reply),
    { jsonrpc: "2.0", id, error: { code: 400, message: "forged" } },
    { ...reply, id: "0-00000000000000000000000000000000" },
    JSON.stringify({ ...reply, id: "1" }),
  ];
};

/** Calls, hands what the host heard of it to the test, and lets the host answer when the test says so. */
async function startCall(visit) {
  await visit.run(() => {
    window.outcomes = [];
    const params = { app_id: '{"hold":"the answer"}', imprest_code: "P1" };
    const note = (name) => (value) => window.outcomes.push([name, value.trade_no || value.reason]);
    window.vvchat.call("pay", params, note("success"), note("error"));
  });
  return (await visit.report()).find(({ method }) => method === "pay").id;
}

async function finishCall(visit) {
  await visit.run(() => {
    const params = { app_id: '{"release":"the answer"}', share_title: "t", share_url: "https://shop.example/" };
    return window.vvchat.share(params);
  });
  assert.deepEqual(await visit.run(() => window.outcomes), [["success", "201712023384923834"]]);
  assert.equal((await visit.diagnose()).pending, 0);
}

/** Waits until that many forged replies were counted, and sees that none of them was believed. */
async function allWereIgnored(visit, count) {
  await visit.until(async (least) => (await window.vvchat.diagnose()).ignored.foreign >= least, count);
  const { ignored, pending } = await visit.diagnose();
  assert.deepEqual(ignored, { unknown: 0, duplicate: 0, foreign: count, malformed: 0 });
  assert.equal(pending, 1);
  assert.deepEqual(await visit.run(() => window.outcomes), []);
}

/** Opens an attacker's page in a frame of that window, and waits until it is there. */
const openFrame = (frame, url) =>
  frame.evaluate(
    (src) =>
      new Promise((resolve) => {
        const iframe = document.createElement("iframe");
        addEventListener("message", ({ source }) => source === iframe.contentWindow && resolve());
        iframe.src = src;
        document.body.append(iframe);
        window.attacker = iframe.contentWindow;
      }),
    url,
  );

const attack = (frame, target, messages) =>
  frame.evaluate(
    ([path, list]) => window.attacker.postMessage({ attack: path, messages: list }, "*"),
    [target, messages],
  );

for (const host of [parentFrame, byWindowEvent, byDocumentEvent, plain, byPromise]) {
  test(`6 believes only: not a frame inside the page, ${host.name}`, { timeout }, async () => {
    it.routes["/attacker.html"] = ATTACKER;
    const visit = await it.visit(host, {});
    const id = await startCall(visit);
    const messages = forgeries(id);
    await openFrame(visit.frame, `${it.stranger.origin}/attacker.html`);
    await attack(visit.frame, "parent", messages);
    // From the page's own origin, too: it is not the host.
    await openFrame(visit.frame, `${it.shop.origin}/attacker.html`);
    await attack(visit.frame, "parent", messages);
    // And from the page itself, which asks for what it gets.
    await visit.run((list) => list.map((message) => window.postMessage(message, "*")), messages);
    // Other messages are no one's business.
    await visit.run(() =>
      [1, "x", null, {}, { jsonrpc: "2.0", method: "vvchat.ready" }].map((one) => postMessage(one, "*")),
    );
    await visit.run(
      () =>
        new Promise((resolve) => {
          addEventListener("message", ({ data }) => data === "the last one" && resolve());
          postMessage("the last one", "*");
        }),
    );
    await allWereIgnored(visit, 3 * messages.length);
    await finishCall(visit);
    await visit.close();
  });
}

test("6 believes only: not a frame beside the page, even from the host's own origin", { timeout }, async () => {
  it.routes["/attacker.html"] = ATTACKER;
  const visit = await it.visit(parentFrame, {});
  const id = await startCall(visit);
  const messages = forgeries(id);
  const app = visit.page.mainFrame();
  await openFrame(app, `${it.stranger.origin}/attacker.html`);
  await attack(app, "parent.frames.0", messages);
  await allWereIgnored(visit, messages.length);
  // The right origin, from the wrong window.
  await openFrame(app, `${it.app.origin}/attacker.html`);
  await attack(app, "parent.frames.0", messages);
  await allWereIgnored(visit, 2 * messages.length);
  await finishCall(visit);
  await visit.close();
});

test("6 believes only: not a frame that is gone when its message arrives", { timeout }, async () => {
  const visit = await it.visit(byWindowEvent, {});
  const id = await startCall(visit);
  // The event's source is a window without a page then, or none at all.
  const isGone = await visit.run(
    (messages) =>
      new Promise((resolve) => {
        addEventListener("message", ({ source }) => resolve(source === null || source.closed), { once: true });
        const iframe = document.createElement("iframe");
        document.body.append(iframe);
        const script = iframe.contentDocument.createElement("script");
        script.textContent = `for (const message of ${JSON.stringify(messages)}) parent.postMessage(message, "*");`;
        iframe.contentDocument.body.append(script);
        iframe.remove();
      }),
    forgeries(id),
  );
  assert.equal(isGone, true);
  await allWereIgnored(visit, forgeries(id).length);
  await finishCall(visit);
  await visit.close();
});

test("6 believes only: not a page that opened this one", { timeout }, async () => {
  it.routes["/attacker.html"] = ATTACKER;
  const visit = await it.visit(byWindowEvent, {});
  const id = await startCall(visit);
  const popup = visit.page.waitForEvent("popup");
  await visit.run(
    (url) =>
      new Promise((resolve) => {
        addEventListener("message", resolve, { once: true });
        window.attacker = open(url);
      }),
    `${it.stranger.origin}/attacker.html`,
  );
  await attack(visit.frame, "opener", forgeries(id));
  await allWereIgnored(visit, forgeries(id).length);
  await (await popup).close();
  await finishCall(visit);
  await visit.close();
});

test("6 believes only: not a parent whose origin is not listed, which is not even spoken to", { timeout }, async () => {
  const path = "/listed-elsewhere.html";
  it.routes[path] = `<!doctype html><html lang="en"><script src="/dist/vvchatjssdk.js"></script><script>
    vvchat.config({ origins: [${JSON.stringify(it.app.origin)}], hostTimeout: 100000 });
    window.outcome = vvchat.pay({ app_id: "a", imprest_code: "P" });
    window.outcome.catch(() => {});
  </script></html>`;
  it.routes["/stranger.html"] = `<!doctype html><html lang="en"><title>Stranger</title><script>
    window.heard = [];
    addEventListener("message", ({ data }) => window.heard.push(data));
  </script><iframe src="${it.shop.origin}${path}" title="Shop"></iframe></html>`;
  const visit = await it.visit(undefined, { expectsProblems: true });
  await visit.page.goto(`${it.stranger.origin}/stranger.html`);
  const shop = visit.page.frames().find((one) => one.url().endsWith(path));
  const diagnose = () => shop.evaluate(() => window.vvchat.diagnose());
  assert.equal((await diagnose()).bridge, null);
  await visit.page.evaluate(
    (messages) => {
      for (const message of messages) document.querySelector("iframe").contentWindow.postMessage(message, "*");
    },
    [...forgeries("0-1"), { jsonrpc: "2.0", method: "vvchat.ready" }],
  );
  await shop.waitForFunction(async () => (await window.vvchat.diagnose()).ignored.foreign === 5);
  const { bridge, pending, tried } = await diagnose();
  assert.deepEqual([bridge, pending, tried[3].found], [null, 1, false]);
  assert.deepEqual(await visit.page.evaluate(() => window.heard), []);
  await visit.page.close();
});

test("6 believes only: a host that answered the handshake, and no other listed origin after it", {
  timeout,
}, async () => {
  const visit = await it.visit(parentFrame, {
    inline: `vvchat.config({ origins: ["https://one.example", ${JSON.stringify(it.app.origin)}, "https://two.example"] });`,
    expectsProblems: true,
  });
  const id = await startCall(visit);
  assert.match(id, /^\d+-[0-9a-f]{32}$/);
  await visit.page.evaluate(() => {
    window.heard = [];
    addEventListener("message", ({ data }) => window.heard.push(data));
  });
  await finishCall(visit);
  // The browser reports each message to an origin that is not there: from now on there is none.
  const before = visit.problems.length;
  await visit.run(() => window.vvchat.getSession());
  assert.equal(visit.problems.length, before);
  await visit.close();
});

test("6 believes only: the bridge that a call went by", { timeout }, async () => {
  const visit = await it.visit(byPromise, {});
  const id = await startCall(visit);
  const bridges = await visit.run(async (forged) => {
    const sent = [];
    await window.vvchat.use({
      name: "other",
      send: (text) => void sent.push(JSON.parse(text)),
      subscribe: (receive) => {
        window.receive = receive;
      },
    });
    for (const message of forged) window.receive(message);
    const aborter = new AbortController();
    window.vvchat.getSession({ signal: aborter.signal }).catch(() => {});
    const { bridge, ignored, pending } = await window.vvchat.diagnose();
    const methods = sent.map(({ method }) => method);
    aborter.abort();
    return { bridge, ignored, pending, methods };
  }, forgeries(id));
  // The three with the right id came over the wrong bridge, the other two are replies to nothing.
  assert.deepEqual(bridges, {
    bridge: "other",
    ignored: { unknown: 2, duplicate: 0, foreign: 3, malformed: 0 },
    pending: 2,
    methods: ["vvchat.hello", "vvchat.getSession"],
  });
  // The call's own host still answers it.
  await visit.run(() =>
    window.vvchatHost.postMessage(
      JSON.stringify({
        jsonrpc: "2.0",
        id: "test",
        method: "vvchat.share",
        params: { app_id: '{"release":"the answer"}' },
      }),
    ),
  );
  await visit.until(() => window.outcomes.length > 0);
  assert.deepEqual(await visit.run(() => window.outcomes), [["success", "201712023384923834"]]);
  await visit.close();
});
