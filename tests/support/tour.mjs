/**
 * A walk past everything that there is to see: each screen and sheet of the phone, each tab of the inspector.
 */
import { me, sessions } from "./phone.mjs";
import { placeOrder } from "./platform.mjs";

/** A card with a layout of its own above the fixed one. */
const card = ({ origins }) => ({
  app_id: "test",
  share_title: "Jasmine Silver Needle ¥76.00",
  sub_title: "Cloud & Mist Tea · today's teas",
  share_url: `${origins.shop}/`,
  thumb_url: `${origins.shop}/img/jasmine.svg`,
  share_data_url: '{"tpl_type":"MultipleLine","data":["Spring harvest","First flush, picked before Qingming","50 g",]}',
});

/** Goes through every screen and sheet, and calls `look` at each with its name. */
export async function tour(phone, look) {
  await look("chats");
  await phone.app("accounts").click();
  await phone.app("sheet-accounts").waitFor();
  await look("accounts");
  await phone.page.keyboard.press("Escape");

  const { imprest_code } = await placeOrder(phone.origins.app);
  await phone.device("/device/payments", { user_id: me, app_id: "test", imprest_code });
  await phone.device("/device/shares", {
    user_id: "wan",
    session_id: sessions.group,
    card: { ...card(phone), share_data_url: undefined },
  });
  await phone.openChat(sessions.payments);
  await phone.messages("payment").waitFor();
  await look("receipt");
  await phone.backToChats();
  await phone.openChat(sessions.group);
  await phone.messages("card").waitFor();
  await phone.app("attach").click();
  await look("conversation");
  await phone.app("app-test").click();
  await phone.connected();
  await phone.app("page-menu").click();
  await look("page");
  await phone.page.keyboard.press("Escape");

  const order = await placeOrder(phone.origins.app);
  for (const [method, params] of [
    ["auth", { app_id: "test", scope: "snsapi_userinfo" }],
    ["auth", { app_id: "test", scope: `sessionapi_sendmsg:${sessions.family}:2` }],
    ["pay", { app_id: "test", imprest_code: order.imprest_code }],
    ["selectSession"],
    ["share", card(phone)],
  ]) {
    const call = await phone.call(method, ...(params === undefined ? [] : [params]));
    const sheet = await phone.sheet(method);
    await look(`sheet of ${method}`);
    await sheet.getByTestId("sheet-agree").click();
    if (method === "pay") {
      await phone.app("sheet-paid").waitFor();
      await look("paid");
      await phone.closeTick();
    }
    await call.settled();
    await phone.noSheet();
  }
}

/** Goes through the inspector's tabs after that. */
export async function inspect(phone, look) {
  await phone.unfold(phone.rows("pay").last());
  await look("time line");
  await phone.setFault("pay", "duplicate");
  await look("rules");
  await phone.app("tab-platform").click();
  await look("platform");
  await phone.app("reset").click();
  await look("reset");
  await phone.page.keyboard.press("Escape");
}
