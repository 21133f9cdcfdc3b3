// The inspector: what went between page, app, platform and shop on one time line, to be filtered, read and copied.
import assert from "node:assert/strict";
import { listen } from "../support/notify-url.mjs";
import { me, phones, sessions } from "../support/phone.mjs";
import { exchangeCode, merchant, placeOrder, sendMessage } from "../support/platform.mjs";

const visit = phones();
const profile = { app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" };

/** What a row shows, by its parts. */
function parts(row) {
  return row.evaluate((item) => {
    const text = (name) => item.querySelector(`.row-${name}`).textContent;
    return { what: text("what"), bridge: text("bridge"), took: text("took"), outcome: text("end") };
  });
}

visit(
  "a call is a row: method, params, how long it took, bridge, outcome; and its messages one by one",
  async (phone) => {
    await phone.openShop();
    const auth = await phone.call("auth", profile);
    const asking = await parts(await phone.row("auth", "asking"));
    assert.deepEqual(asking, {
      what: "authscope: snsapi_userinfo  state: x7Kq",
      bridge: "post_message",
      took: "",
      outcome: "asking",
    });
    await phone.agree("auth");
    await auth.settled();
    const row = await phone.row("auth", "agree");
    const { took, outcome } = await parts(row);
    assert.match(took, /^\d+ ms$|^\d+\.\d\d s$/);
    assert.equal(outcome, "agreed");

    const [request, answer, ...more] = await phone.messagesOf(row);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [request.direction, request.message.method, request.message.params],
      ["in", "vvchat.auth", profile],
    );
    assert.deepEqual([answer.direction, answer.message.id], ["out", request.message.id]);
    await row.getByTestId("row-head").click();
    assert.equal(await row.getByTestId("row-details").count(), 0, "it folds again");
  },
);

visit("the platform's HTTP calls and its notifications are on the same time line, in order", async (phone) => {
  const shop = await listen();
  try {
    await phone.openShop();
    await phone.setAnswer("pay", "agree");
    const order = await placeOrder(phone.origins.app, { notify_url: shop.url });
    await (await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code })).settled();
    await phone.row("POST /notify", "ok");
    const titles = await phone.app("row").evaluateAll((rows) => rows.map(({ dataset }) => dataset.title));
    assert.deepEqual(
      titles.filter((title) => !title.startsWith("vvchat.")),
      ["POST /paybusapi/v1/pay/unifiedorder", "pay", "POST /notify"],
    );
    const words = await (await phone.unfold(phone.rows("POST /notify"))).innerText();
    assert.match(words, new RegExp(`POST ${shop.url}`));
    assert.match(words, /HTTP 200\s+success/);
    assert.ok(words.includes(order.out_trade_no), words);
  } finally {
    await shop.close();
  }
});

visit("what came before the inspector was open is there, too", async (phone) => {
  await placeOrder(phone.origins.app);
  await phone.page.reload();
  await phone.row("POST /paybusapi/v1/pay/unifiedorder", "ok");
});

visit("an error of the platform is a row that says so", async (phone) => {
  await exchangeCode(phone.origins.app, "never-given-to-anybody");
  const row = await phone.row("GET /userservices/v2/authorization/token", "bad");
  assert.match((await parts(row)).outcome, /^400$/);
  assert.match(await (await phone.unfold(row)).innerText(), /无效的code/);
});

visit("the filter goes by kind and by any word of what was said", async (phone) => {
  await phone.openShop();
  await placeOrder(phone.origins.app, { title: "Needle in a haystack" });
  await (await phone.call("getSession")).settled();
  await phone.row("POST /paybusapi/v1/pay/unifiedorder", "ok");
  const shown = () =>
    phone.app("row").evaluateAll((rows) => rows.filter(({ hidden }) => !hidden).map(({ dataset }) => dataset.title));

  await phone.app("filter-bridge").click();
  assert.deepEqual((await shown()).sort(), ["POST /paybusapi/v1/pay/unifiedorder", "getSession"]);
  await phone.app("filter-text").fill("haystack");
  assert.deepEqual(await shown(), ["POST /paybusapi/v1/pay/unifiedorder"]);
  await phone.app("filter-http").click();
  assert.deepEqual(await shown(), []);
  assert.equal(await phone.app("timeline-empty").innerText(), "The filter lets nothing through.");
  await phone.app("filter-text").fill("");
  assert.deepEqual(await shown(), ["getSession"]);
  await phone.app("filter-http").click();
  for (const words of ["post_message", "answered"]) {
    await phone.app("filter-text").fill(words);
    assert.deepEqual(await shown(), ["getSession"], words);
  }
  await phone.app("filter-text").fill("");
  await phone.app("filter-http").click();
  // What comes now is filtered, too.
  await placeOrder(phone.origins.app);
  await phone.rows("POST /paybusapi/v1/pay/unifiedorder").nth(1).waitFor({ state: "attached" });
  assert.deepEqual(await shown(), ["getSession"]);
});

visit("copy gives what the filter lets through, export gives all; clear empties", async (phone) => {
  await phone.openShop();
  await (await phone.call("getSession")).settled();
  await phone.app("filter-bridge").click();
  const copied = JSON.parse(await phone.copied(phone.app("copy")));
  assert.deepEqual([copied.format, copied.version, copied.entries.length], ["vvchat-session", 1, 1]);
  const [{ kind, method, params, bridge, decision, outcome, messages }] = copied.entries;
  assert.deepEqual(
    [kind, method, params, bridge, decision, outcome, messages.length],
    ["call", "getSession", {}, "post_message", "agree", "answered", 2],
  );
  assert.equal(messages[1].message.result.session_id, sessions.group);

  const { name, text } = await phone.exported();
  assert.match(name, /^vvchat-session-.*\.json$/);
  const exported = JSON.parse(text);
  assert.ok(exported.entries.length > 1);
  assert.deepEqual(
    exported.entries.find((entry) => entry.kind === "call"),
    copied.entries[0],
  );

  await phone.app("clear").click();
  assert.equal(await phone.app("row").count(), 0);
  assert.match(await phone.app("timeline-empty").innerText(), /^Nothing has been called yet\./);
});

visit(
  "keys, tokens, codes and signatures are nowhere: not on the screen, not in what is copied or exported",
  async (phone) => {
    await phone.openShop();
    await phone.setAnswer("all", "agree");
    const { result } = await (await phone.call("auth", profile)).settled();
    const { token } = await exchangeCode(phone.origins.app, result.code);
    const scope = `sessionapi_sendmsg:${sessions.group}:2`;
    const { code } = await phone.device("/device/authorizations", { user_id: me, app_id: "test", scope });
    await sendMessage(phone.origins.app, code, "hello");
    // A page that says a secret where none is expected.
    await phone.call("share", {
      app_id: "test",
      share_title: "Tea",
      share_url: `${phone.origins.shop}/?token=${token}&code=${result.code}`,
      app_key: merchant.app_key,
    });
    // A shop that has one in an address.
    await placeOrder(phone.origins.app, { notify_url: `http://127.0.0.1:9/notify?token=${token}` });
    await phone.row("share", "agree");
    await phone.row("POST /messageapi/v1/authorization/sendmsg", "ok");
    await phone.row("POST /paybusapi/v1/pay/unifiedorder", "ok");

    for (const row of await phone.app("row").all()) {
      await phone.unfold(row);
    }
    const screen = await phone.app("timeline").evaluate((list) => list.textContent);
    const copied = await phone.copied(phone.app("copy"));
    const { text: exported } = await phone.exported();
    for (const [place, text] of Object.entries({ screen, copied, exported })) {
      for (const [name, secret] of Object.entries({ token, code, first: result.code, app_key: merchant.app_key })) {
        assert.ok(!text.includes(secret), `${name} on the ${place}`);
      }
      assert.ok(text.includes(`${result.code.slice(0, 4)}…`), `the code's beginning on the ${place}`);
    }
  },
);

visit("a thousand rows stay quick, and no more are kept", async (phone) => {
  await phone.openShop();
  await phone.app("clear").click();
  await callOften(phone, 1010);
  await phone.rows("getSession", "agree").nth(999).waitFor({ state: "attached" });
  assert.equal(await phone.app("row").count(), 1000);

  // The time of the processor, not of the clock: other programs may be busy, too.
  const devtools = await phone.page.context().newCDPSession(phone.page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  const before = await busy();
  for (let i = 0; i < 20; i++) {
    await phone.frame.evaluate(() => window.vvchat.getSession());
  }
  const calling = (await busy()) - before;
  assert.ok(calling / 20 < 100, `a call took ${Math.round(calling / 20)} ms`);
  await phone.app("filter-text").fill("no such thing");
  await phone.app("timeline-empty").waitFor();
  const filtering = (await busy()) - before - calling;
  assert.ok(filtering < 500, `filtering took ${Math.round(filtering)} ms`);
});

visit("the newest row stays in sight, unless the person reads further up", async (phone) => {
  await phone.openShop();
  const lastInSight = async (isInSight) => {
    await phone.page.waitForFunction((expected) => {
      const rows = document.querySelectorAll('[data-testid="row"]');
      const list = document.querySelector(".timeline-scroll").getBoundingClientRect();
      const last = rows[rows.length - 1].getBoundingClientRect();
      return (last.top >= list.top && last.bottom <= list.bottom + 1) === expected;
    }, isInSight);
  };
  await callOften(phone, 60);
  await phone.rows("getSession", "agree").nth(59).waitFor({ state: "attached" });
  await lastInSight(true);
  // More than are kept, and while another tab is shown.
  await phone.app("tab-rules").click();
  await callOften(phone, 1000);
  await phone.app("tab-timeline").click();
  await lastInSight(true);

  await phone.app("timeline-panel").hover();
  await phone.page.mouse.wheel(0, -400);
  await lastInSight(false);
  await callOften(phone, 5);
  await lastInSight(false);
  await phone.page.mouse.wheel(0, 1_000_000);
  await lastInSight(true);
  await callOften(phone, 5);
  await lastInSight(true);
});

/** Calls `getSession` that many times, a few at a time: the page does not wait for ever. */
async function callOften(phone, times) {
  await phone.frame.evaluate(async (count) => {
    for (let left = count; left > 0; left -= 50) {
      await Promise.all(Array.from({ length: Math.min(left, 50) }, () => window.vvchat.getSession()));
    }
  }, times);
}
