// Everybody can use the sample shop: screen readers, both languages, dark and light, narrow screens.
import assert from "node:assert/strict";
import { violations } from "../support/axe.mjs";
import { phones } from "../support/phone.mjs";
import { details, outcome } from "../support/shop.mjs";

const visit = phones();

/** What axe-core finds wrong with the shop as it is, and whether it is wider than the phone. */
async function look(phone, place) {
  assert.deepEqual(await violations(phone.frame), [], place);
  const [content, screen] = await phone.frame.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  assert.equal(content, screen, `${place}: the width`);
}

for (const [colorScheme, locale, width] of [
  ["light", "en-US", 1280],
  ["dark", "zh-CN", 1280],
  ["light", "zh-CN", 360],
]) {
  visit(
    `axe-core finds nothing wrong with any state, ${colorScheme}, ${locale}, ${width}`,
    async (phone) => {
      await phone.openShop();
      await look(phone, "at the start");
      await phone.shop("login").click();
      await outcome(phone, "login", "waiting");
      await look(phone, "while logging in");
      await phone.agree("auth");
      await outcome(phone, "login", "success");
      await phone.shop("pay").click();
      await phone.agree("pay");
      await outcome(phone, "pay", "success");
      await look(phone, "logged in and paid");
      await phone.shop("tea-puer").click();
      await phone.shop("pay").click();
      await phone.cancel("pay");
      await outcome(phone, "pay", "error");
      await details(phone, "pay");
      await look(phone, "not paid, with details");
      await phone.shop("order-check").click();
      await outcome(phone, "pay", "unknown");
      await look(phone, "unknown");
      await phone.shop("share").click();
      await phone.cancel("share");
      await outcome(phone, "share", "cancelled");
      await phone.shop("diagnosis-open").click();
      await phone.shop("diagnosis-words").filter({ hasText: "post_message" }).waitFor();
      await look(phone, "with the diagnosis");
    },
    { colorScheme, locale, viewport: { width, height: 800 }, bypassCSP: true },
  );
}
