// The current conversation (`getSession`) and the conversation picker (`selectSession`).
import assert from "node:assert/strict";
import { phones, sessions } from "../support/phone.mjs";

const visit = phones();

visit("getSession: the conversation that the shop was opened from, without a question", async (phone) => {
  await phone.openShop(sessions.evan);
  const { result } = await (await phone.call("getSession")).settled();
  assert.deepEqual(result, { session_id: sessions.evan, session_type: 1 });
  await phone.noSheet();
  await phone.backToChats();
  await phone.openShop(sessions.family);
  const again = await (await phone.call("getSession")).settled();
  assert.deepEqual(again.result, { session_id: sessions.family, session_type: 2 });
});

for (const method of ["getSession", "selectSession"]) {
  visit(`${method}, cancelled and failed by rule`, async (phone) => {
    await phone.openShop();
    await phone.setAnswer(method, "cancel");
    const cancelled = await (await phone.call(method)).settled();
    assert.deepEqual([cancelled.error.reason, cancelled.error.err_code], ["host_error", 400]);
    assert.match(cancelled.error.err_msg, /cancelled by the user/);
    await phone.setAnswer(method, "fail");
    const failed = await (await phone.call(method)).settled();
    assert.deepEqual([failed.error.reason, failed.error.err_code], ["host_error", 500]);
    assert.match(failed.error.err_msg, /the chat cannot be had/);
  });

  visit(`${method}, silent: the deadline passes`, async (phone) => {
    await phone.openShop();
    await phone.setFault(method, "silent");
    await phone.deadline(method, 300);
    const { error } = await (await phone.call(method)).settled();
    assert.equal(error.reason, "timeout");
    await phone.row(method, "given_up");
  });
}

visit("selectSession: the person picks, and the page learns which", async (phone) => {
  await phone.openShop();
  const select = await phone.call("selectSession");
  const sheet = await phone.sheet("selectSession");
  assert.equal(await sheet.locator("input:checked").count(), 1);
  assert.equal(await sheet.getByTestId(`pick-${sessions.group}`).locator("input").isChecked(), true);
  assert.equal(await sheet.getByTestId(`pick-${sessions.payments}`).count(), 0, "VVChat's notices are no choice");
  await phone.pick("selectSession", sessions.wan);
  assert.deepEqual((await select.settled()).result, { session_id: sessions.wan, session_type: 1 });
});

visit("selectSession: the list can be searched", async (phone) => {
  await phone.openShop();
  const select = await phone.call("selectSession");
  const sheet = await phone.sheet("selectSession");
  await phone.app("pick-search").fill("FAM");
  assert.equal(await sheet.locator("label:visible").count(), 1);
  await phone.app("pick-search").fill("no such name");
  await sheet.getByText("There is no such chat.").waitFor();
  await phone.app("pick-search").fill("fam");
  await phone.pick("selectSession", sessions.family);
  assert.deepEqual((await select.settled()).result, { session_id: sessions.family, session_type: 2 });
});

visit("selectSession: cancelled by hand", async (phone) => {
  await phone.openShop();
  const select = await phone.call("selectSession");
  await phone.cancel("selectSession");
  assert.match((await select.settled()).error.err_msg, /cancelled by the user/);
  await phone.noSheet();
});
