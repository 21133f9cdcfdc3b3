// Everybody can use it: screen readers, keyboards, both languages, dark and light, narrow screens.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { phones, sessions } from "../support/phone.mjs";
import { inspect, tour } from "../support/tour.mjs";

const visit = phones();

for (const colorScheme of ["light", "dark"]) {
  visit(
    `axe-core finds nothing wrong on any screen, ${colorScheme}`,
    async (phone) => {
      const look = async (place) => assert.deepEqual(await violations(phone.page), [], place);
      await tour(phone, look);
      await inspect(phone, look);
    },
    { colorScheme, bypassCSP: true },
  );
}

visit(
  "on a phone one view is shown at a time, nothing is wider than the screen, and axe-core finds nothing wrong",
  async (phone) => {
    const look = async (place) => {
      const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 360, place);
      assert.deepEqual(await violations(phone.page), [], place);
    };
    await tour(phone, look);
    assert.equal(await phone.app("tab-timeline").isVisible(), false);
    await phone.app("view-inspector").click();
    assert.equal(await phone.app("screens").isVisible(), false);
    await inspect(phone, look);
  },
  { viewport: { width: 360, height: 640 }, bypassCSP: true },
);

visit(
  "everything is there in Chinese, and can be changed at any time",
  async (phone) => {
    assert.equal(await phone.page.evaluate(() => document.documentElement.lang), "zh-CN");
    const said = {};
    await tour(phone, async (place) => {
      said[place] = await phone.page.evaluate(() => {
        const up = document.querySelector('[role="dialog"]');
        return (up ?? document.querySelector('[data-testid="screens"]')).innerText.replace(/\s+/g, " ");
      });
    });
    for (const [place, words] of Object.entries({
      chats: /^聊天 .*试试完成一笔付款 .*打开商店 .*周末茶友 苏婉：/,
      accounts: /^切换账号 手机交给谁？ .*林小满/,
      receipt: /^支付通知 VVChat 服务通知 .*已向云雾茶舍付款 .*商品 .*交易号/,
      conversation: /^周末茶友 群聊，3 人 .*云雾茶舍$/,
      page: /^云雾茶舍 .*重新加载 复制网址 在浏览器中打开$/,
      "sheet of auth": /^云雾茶舍申请 向此会话发送消息 .*一家人 群聊，3 人 授权账号 .*林小满 取消 允许$/,
      "sheet of pay": /^向云雾茶舍付款 ¥128\.00 商品 .* 订单号 .* 支付方式 VVChat 零钱 取消 支付 ¥128\.00$/,
      paid: /^支付成功 ¥128\.00 .* 完成$/,
      "sheet of selectSession": /^选择一个会话 网页将得知您选择了哪个会话。 .* 取消 确定$/,
      "sheet of share": /^分享给 Spring harvest .* 取消 发送$/,
    })) {
      assert.match(said[place], words);
    }
    assert.deepEqual(await phone.app("row").last().locator(".outcome").allTextContents(), ["同意"]);
    await phone.app("lang-en").click();
    assert.equal(await phone.page.evaluate(() => document.documentElement.lang), "en");
    assert.equal(await phone.app("tab-rules").innerText(), "Answers and faults");
    assert.deepEqual(await phone.app("row").last().locator(".outcome").allTextContents(), ["agreed"]);
    await phone.page.reload();
    await phone.app("tab-rules").filter({ hasText: "Answers and faults" }).waitFor();
  },
  { locale: "zh-CN" },
);

visit("the sheet that is up follows a change of language", async (phone) => {
  await phone.openShop();
  const auth = await phone.call("auth", { app_id: "test", scope: "snsapi_userinfo" });
  await phone.sheet("auth");
  await phone.app("lang-zh").click();
  assert.match(await phone.app("sheet-auth").innerText(), /云雾茶舍申请\s+获取您的个人信息/);
  await phone.cancel("auth");
  assert.equal((await auth.settled()).result.err_msg, "用户取消");
});

visit("a keyboard is enough: chats, conversation, shop, sheet, and back", async (phone) => {
  const { keyboard } = phone.page;
  // Of a frame that has the focus, Chromium does not say :focus.
  const focused = (selector) =>
    phone.page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
  await phone.app(`chat-${sessions.evan}`).focus();
  await keyboard.press("Enter");
  await focused('[data-testid="chat-title"] h2');
  await phone.app("attach").focus();
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  await keyboard.type("Hi");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await focused('[data-testid="app-test"]');
  await keyboard.press("Enter");
  await phone.connected();
  await focused('[data-testid="shop"]');

  await phone.call("auth", { app_id: "test", scope: "snsapi_userinfo" });
  await focused('[data-testid="sheet-auth"]');
  // Round and round: the sheet keeps the focus.
  for (const id of ["sheet-cancel", "sheet-agree", "sheet-cancel"]) {
    await keyboard.press("Tab");
    await focused(`[data-testid="${id}"]`);
  }
  await keyboard.press("Shift+Tab");
  await focused('[data-testid="sheet-agree"]');
  await keyboard.press("Escape");
  await phone.noSheet();
  await focused('[data-testid="shop"]');

  await phone.app("page-menu").focus();
  await keyboard.press("Enter");
  await focused('[data-testid="page-reload"]');
  await keyboard.press("Escape");
  await focused('[data-testid="page-menu"]');
  await phone.app("page-close").focus();
  await keyboard.press("Enter");
  await focused('[data-testid="chat-title"] h2');
  assert.equal(await phone.app("composer").inputValue(), "Hi", "a draft is kept");
  await phone.app("chat-back").focus();
  await keyboard.press("Enter");
  await focused(`[data-testid="chat-${sessions.evan}"]`);
});

visit("someone at work in the inspector keeps the focus, and the tabs follow the arrow keys", async (phone) => {
  await phone.openShop();
  await phone.app("tab-timeline").focus();
  await phone.page.keyboard.press("ArrowRight");
  await phone.page.locator('[data-testid="tab-rules"]:focus[aria-selected="true"]').waitFor();
  await phone.app("fault-share").focus();
  await phone.call("selectSession");
  await phone.sheet("selectSession");
  await phone.page.locator('[data-testid="fault-share"]:focus').waitFor();
  assert.equal(await phone.app("announcer").innerText(), "Choose a chat", "but hears of the sheet");
  await phone.app("fault-share").selectOption("silent");
  await phone.page.locator('[data-testid="fault-share"]:focus').waitFor();
});
