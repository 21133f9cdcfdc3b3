// Sharing: the basic card, and the card of the shop's own layout. Cancelled or failed, the answer is a result all the same.
import assert from "node:assert/strict";
import { desks } from "../support/desk.mjs";

const visit = desks();

visit("agree: the card that the person saw is shared", async (desk) => {
  await desk.shop("tea-jasmine").click();
  await desk.shop("share").click();
  const sheet = await desk.sheet("share");
  const card = await sheet.getByTestId("share-card").innerText();
  assert.match(card, /Jasmine Silver Needle ¥76\.00\s+Cloud & Mist Tea · today's teas\s+127\.0\.0\.1:\d+/);
  assert.equal(await sheet.getByTestId("share-custom").count(), 0);
  await desk.decide("share", "agree");
  assert.equal(await desk.outcome("share", "success"), "Shared. Thank you!");

  const [request, answer, ...more] = await desk.log("vvchat.share");
  assert.deepEqual(more, []);
  assert.deepEqual(request.message.params, {
    app_id: "test",
    share_title: "Jasmine Silver Needle ¥76.00",
    sub_title: "Cloud & Mist Tea · today's teas",
    share_url: `${desk.origins.shop}/?tea=jasmine`,
    thumb_url: `${desk.origins.shop}/img/jasmine.svg`,
  });
  assert.deepEqual(answer.message.result, { code: 200, error: "" });
});

visit("advanced, agree: the page's own card arrives byte for byte", async (desk) => {
  await desk.shop("share-card").click();
  const sheet = await desk.sheet("share");
  const card = await sheet.getByTestId("share-custom").innerText();
  assert.match(card, /MultipleLine\s+Cloud & Mist Tea\s+West Lake Longjing ¥128\.00\s+Fresh and sweet · 50 g/);
  await desk.decide("share", "agree");
  assert.equal(await desk.outcome("share", "success"), "Shared. Thank you!");

  const [request] = await desk.log("vvchat.share");
  assert.equal(
    request.message.params.share_data_url,
    '{"tpl_header":"vctalk","tpl_version":"v1","tpl_type":"MultipleLine",' +
      '"data":["Cloud & Mist Tea","West Lake Longjing ¥128.00","Fresh and sweet · 50 g"]}',
  );
});

for (const button of ["share", "share-card"]) {
  visit(`${button}, cancel: not shared`, async (desk) => {
    await desk.shop(button).click();
    await desk.decide("share", "cancel");
    assert.equal(await desk.outcome("share", "cancelled"), "Not shared: cancelled by the user");
    const [, answer] = await desk.log("vvchat.share");
    assert.deepEqual([answer.kind, answer.message.result.code], ["result", 400]);
  });

  visit(`${button}, fail: not shared, and why`, async (desk) => {
    await desk.shop(button).click();
    await desk.decide("share", "fail");
    assert.equal(await desk.outcome("share", "cancelled"), "Not shared: network trouble, not shared");
  });

  visit(`${button}, silent: the person stops waiting`, async (desk) => {
    await desk.shop(button).click();
    await desk.decide("share", "silent");
    await desk.shop("give-up").click();
    assert.match(await desk.outcome("share", "error"), /^You did not wait for an answer\.\s+Reason aborted, code 499$/);
    await desk.logged(1, "$/cancelRequest", "notification");
  });

  visit(`${button}, silent: the deadline passes`, async (desk) => {
    await desk.deadline("share", 400);
    await desk.always("share", "silent");
    await desk.shop(button).click();
    assert.match(await desk.outcome("share", "error"), /^Not shared: [\s\S]*Reason timeout, code 408$/);
    await desk.logged(1, "$/cancelRequest", "notification");
  });

  visit(`${button}, twice: shared once`, async (desk) => {
    await desk.shop(button).click();
    await desk.decide("share", "twice");
    await desk.outcome("share", "success");
    await desk.logged(2, "vvchat.share", "result");
    assert.equal((await desk.diagnose()).ignored.duplicate, 1);
  });

  visit(`${button}, not JSON: it waits on, and a proper answer still counts`, async (desk) => {
    await desk.shop(button).click();
    await desk.decide("share", "not_json");
    await desk.logged(1, "vvchat.share", "rubbish");
    await desk.outcome("share", "waiting");
    await desk.app("call-share").getByTestId("decide-agree").click();
    await desk.outcome("share", "success");
  });

  visit(`${button}, wrong shape: the shop says that the answer made no sense`, async (desk) => {
    await desk.shop(button).click();
    await desk.decide("share", "wrong_shape");
    const words = await desk.outcome("share", "error");
    assert.match(words, /^Not shared: .*code/);
    assert.match(words, /Reason malformed_reply, code 502$/);
  });
}
