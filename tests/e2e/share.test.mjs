// The share sheet: the basic card, and the card of the page's own layout, as JSON text or behind an address.
import assert from "node:assert/strict";
import { serve } from "../support/browser.mjs";
import { phones, sessions } from "../support/phone.mjs";

const visit = phones();

const basic = (phone) => ({
  app_id: "test",
  share_title: "Jasmine Silver Needle ¥76.00",
  sub_title: "today's teas",
  share_url: `${phone.origins.shop}/?tea=jasmine`,
  thumb_url: `${phone.origins.shop}/img/jasmine.svg`,
});

const lines = ["Cloud & Mist Tea", "West Lake Longjing, ¥128.00", "Fresh, ] and sweet,]"];
// With commas that JSON does not have, and some in strings that are to stay.
const data = `{"tpl_header":"vctalk","tpl_version":"v1","tpl_type":"MultipleLine","data":${JSON.stringify(lines).replace("]\n", "]").replace(/\]$/, ",]")},}`;

/** The lines of a card's own layout. */
const linesOf = (place) => place.getByTestId("share-custom").locator(".card-line").allInnerTexts();

visit("send: the card that the person saw is in the chat that they picked", async (phone) => {
  await phone.openShop();
  const share = await phone.call("share", basic(phone));
  const sheet = await phone.sheet("share");
  const preview = sheet.getByTestId("share-preview");
  assert.match(
    await preview.innerText(),
    /^Jasmine Silver Needle ¥76\.00\s+today's teas\s+127\.0\.0\.1:\d+\s+Cloud & Mist Tea$/,
  );
  assert.equal(await preview.getByTestId("share-custom").count(), 0);
  await preview.locator(".card-thumb").waitFor();
  await phone.pick("share", sessions.evan);
  assert.deepEqual((await share.settled()).result, { code: 200, error: "" });
  await phone.app("toast").filter({ hasText: "Shared" }).waitFor();

  const messages = await phone.device(`/device/messages?session_id=${sessions.evan}`);
  assert.deepEqual([messages.at(-1).kind, messages.at(-1).card], ["card", basic(phone)]);
  const card = await phone.message(sessions.evan, "Jasmine Silver Needle");
  assert.match(await card.getByTestId("message-card").innerText(), /today's teas/);
});

visit("without a choice it goes to the conversation that the shop was opened from", async (phone) => {
  await phone.openShop(sessions.family);
  const share = await phone.call("share", basic(phone));
  await phone.agree("share");
  assert.equal((await share.settled()).result.code, 200);
  await phone.closeShop();
  await phone.messages("card").waitFor();
});

visit("advanced, as text: read leniently, sent byte for byte", async (phone) => {
  await phone.openShop();
  const share = await phone.call("share", { ...basic(phone), share_data_url: data });
  const sheet = await phone.sheet("share");
  assert.deepEqual(await linesOf(sheet), lines);
  await phone.agree("share");
  await share.settled();
  const messages = await phone.device(`/device/messages?session_id=${sessions.group}`);
  assert.equal(messages.at(-1).card.share_data_url, data);
  const card = await phone.message(sessions.group, "West Lake Longjing");
  assert.deepEqual(await linesOf(card), lines);
});

visit("advanced, behind an address: the app's servers fetch it", async (phone) => {
  const elsewhere = await serve({ "/card.json": data });
  try {
    await phone.openShop();
    const url = `${elsewhere.origin}/card.json`;
    const share = await phone.call("share", { ...basic(phone), share_data_url: url });
    const sheet = await phone.sheet("share");
    await sheet.locator(".card-line").first().waitFor();
    assert.deepEqual(await linesOf(sheet), lines);
    await phone.agree("share");
    assert.equal((await share.settled()).result.code, 200);
    const card = await phone.message(sessions.group, "Jasmine");
    await card.locator(".card-line").first().waitFor();
    assert.deepEqual(await linesOf(card), lines);
  } finally {
    await elsewhere.close();
  }
});

visit("advanced, behind an address that leads nowhere: the sheet says so, and the card can be sent", async (phone) => {
  await phone.openShop();
  const url = `${phone.origins.shop}/none.json`;
  const share = await phone.call("share", { ...basic(phone), share_data_url: url });
  const sheet = await phone.sheet("share");
  await sheet.getByTestId("share-custom").filter({ hasText: "The card's data cannot be had: " }).waitFor();
  assert.ok((await sheet.getByTestId("share-custom").innerText()).includes(url));
  await phone.agree("share");
  assert.equal((await share.settled()).result.code, 200);
});

visit("advanced, not readable: it is shown as it came", async (phone) => {
  await phone.openShop();
  await phone.call("share", { ...basic(phone), share_data_url: "tpl: MultipleLine" });
  const sheet = await phone.sheet("share");
  assert.match(
    await sheet.getByTestId("share-custom").innerText(),
    /^Card data that cannot be read\s+tpl: MultipleLine$/,
  );
});

visit("cancel: a result with another code, and nothing in any chat", async (phone) => {
  await phone.openShop();
  const before = await phone.device(`/device/messages?session_id=${sessions.group}`);
  const share = await phone.call("share", basic(phone));
  await phone.cancel("share");
  assert.deepEqual((await share.settled()).result, { code: 400, error: "cancelled by the user" });
  assert.deepEqual(await phone.device(`/device/messages?session_id=${sessions.group}`), before);
});

visit("fail: a result that says why", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("share", "fail");
  const { result } = await (await phone.call("share", basic(phone))).settled();
  assert.deepEqual(result, { code: 400, error: "network trouble, not shared" });
});

visit("refused by the platform: a result with its words", async (phone) => {
  await phone.openShop();
  const share = await phone.call("share", { ...basic(phone), app_id: "stranger" });
  await phone.agree("share");
  assert.deepEqual((await share.settled()).result, { code: 400, error: "无效的app_id" });
});

visit("silent: the deadline passes", async (phone) => {
  await phone.openShop();
  await phone.setFault("share", "silent");
  await phone.deadline("share", 300);
  assert.equal((await (await phone.call("share", basic(phone))).settled()).error.reason, "timeout");
});

visit("a card opens the page that was shared, inside the shop", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("share", "agree");
  await (await phone.call("share", basic(phone))).settled();
  await phone.closeShop();
  await phone.messages("card").getByTestId("message-card").click();
  await phone.connected();
  assert.equal(phone.frame.url(), `${phone.origins.shop}/?tea=jasmine`);
});

visit("a card that leads elsewhere is not opened, and the phone says so", async (phone) => {
  await phone.device("/device/shares", {
    user_id: "wan",
    session_id: sessions.group,
    card: { app_id: "test", share_title: "Win a prize", share_url: "https://evil.example/" },
  });
  await phone.openChat(sessions.group);
  await phone.messages("card").getByTestId("message-card").click();
  const words = `The simulator opens pages of ${phone.origins.shop} alone.`;
  await phone.app("toast").filter({ hasText: words }).waitFor();
  assert.equal(await phone.app("shop").count(), 0);
});
