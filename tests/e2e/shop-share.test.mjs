// Sharing from the sample shop: a basic card, and one with a layout of its own, given as JSON text or as a URL.
import assert from "node:assert/strict";
import { phones, sessions } from "../support/phone.mjs";
import { cut, outcome } from "../support/shop.mjs";

const visit = phones();

const LINES = ["Cloud & Mist Tea", "Aged Pu'er cake ¥268.00", "Of 2009 · 357\u00a0g"];

/** The cards in a conversation, as the app has them. */
async function cards(phone, session) {
  const messages = await phone.device(`/device/messages?session_id=${session}`);
  return messages.filter(({ kind, card }) => kind === "card" && card.share_url.startsWith(phone.origins.shop));
}

async function nothingShared(phone) {
  for (const session of [sessions.group, sessions.evan, sessions.family, sessions.wan]) {
    assert.deepEqual(await cards(phone, session), [], session);
  }
}

visit("basic, agree: the card is in the chat, with the tea that the customer picked", async (phone) => {
  await phone.openShop();
  await phone.shop("tea-puer").click();
  await phone.shop("share").click();
  assert.match(await (await phone.sheet("share")).innerText(), /Aged Pu'er cake ¥268\.00/);
  await phone.pick("share", sessions.wan);
  assert.deepEqual(await outcome(phone, "share", "success"), ["Shared. Thank you!"]);

  const [{ card }, ...more] = await cards(phone, sessions.wan);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [card.app_id, card.share_title, card.sub_title, card.share_url, card.thumb_url],
    [
      "test",
      "Aged Pu'er cake ¥268.00",
      "Cloud & Mist Tea · today's teas",
      `${phone.origins.shop}/?tea=puer`,
      `${phone.origins.shop}/img/puer.svg`,
    ],
  );
  assert.ok(!card.share_data_url);
  await phone.message(sessions.wan, "Aged Pu'er cake ¥268.00");
});

for (const as of ["text", "url"]) {
  visit(`card as ${as}, agree: its lines are on the sheet and in the chat`, async (phone) => {
    await phone.openShop();
    await phone.shop("tea-puer").click();
    await phone.shop("card-as").selectOption(as);
    await phone.shop("share-card").click();
    const sheet = await phone.sheet("share");
    for (const line of LINES) {
      await sheet.getByText(line, { exact: true }).first().waitFor();
    }
    await phone.pick("share", sessions.family);
    assert.deepEqual(await outcome(phone, "share", "success"), ["Shared. Thank you!"]);

    const [{ card }] = await cards(phone, sessions.family);
    if (as === "url") {
      assert.equal(card.share_data_url, `${phone.origins.shop}/cards/puer?lang=en`);
    } else {
      const expected = { tpl_header: "vctalk", tpl_version: "v1", tpl_type: "MultipleLine", data: LINES };
      assert.deepEqual(JSON.parse(card.share_data_url), expected);
    }
    await phone.message(sessions.family, LINES[1]);
  });
}

visit("cancel: not shared", async (phone) => {
  await phone.openShop();
  await phone.shop("share").click();
  await phone.cancel("share");
  assert.deepEqual(await outcome(phone, "share", "cancelled"), ["Not shared: cancelled by the user"]);
  await nothingShared(phone);
});

visit("fail: not shared, and why", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("share", "fail");
  await phone.shop("share-card").click();
  assert.deepEqual(await outcome(phone, "share", "cancelled"), ["Not shared: network trouble, not shared"]);
  await nothingShared(phone);
});

visit("silent: the customer stops waiting", async (phone) => {
  await phone.openShop();
  await phone.setFault("share", "silent");
  await phone.shop("share").click();
  await phone.row("share", "silent");
  await phone.shop("give-up").click();
  assert.deepEqual(await outcome(phone, "share", "error"), ["You did not wait for an answer."]);
  await nothingShared(phone);
});

visit("the card's data can't be had: nothing is shared, and the shop says why", async (phone) => {
  await phone.openShop();
  await cut(phone, "/cards/*");
  await phone.shop("share-card").click();
  assert.deepEqual(await outcome(phone, "share", "error"), [
    "Not shared: The shop's server does not answer. Please check your connection and try again.",
  ]);
  assert.equal(await phone.rows("share").count(), 0);
});

visit("who opens what was shared finds that tea picked", async (phone) => {
  await phone.openShop();
  await phone.frame.goto(`${phone.origins.shop}/?tea=jasmine`);
  await phone.shop("order-name").filter({ hasText: "Jasmine Silver Needle" }).waitFor();
  assert.equal(await phone.shop("tea-jasmine").locator("input").isChecked(), true);
});
