/**
 * `npm run screenshots`: pictures of every screen, sheet and tab, on a desk and on a phone, light and dark, in both
 * languages. They are in target/screenshots.
 */
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "../support/browser.mjs";
import { openPhone } from "../support/phone.mjs";
import { simulate } from "../support/simulator.mjs";
import { inspect, tour } from "../support/tour.mjs";

const folder = fileURLToPath(new URL("../../target/screenshots/", import.meta.url));
const viewports = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 780 } };
const locales = { en: "en-US", zh: "zh-CN" };

rmSync(folder, { recursive: true, force: true });
const browser = await launch();
for (const [device, viewport] of Object.entries(viewports)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [language, locale] of Object.entries(locales)) {
      const name = `${device}-${colorScheme}-${language}`;
      mkdirSync(folder + name, { recursive: true });
      // Each walk leaves messages behind, so that each gets a world of its own.
      const simulator = await simulate();
      const phone = await openPhone(browser, simulator, { viewport, colorScheme, locale });
      let count = 0;
      const look = async (place) => {
        const number = String(++count).padStart(2, "0");
        await phone.page.screenshot({ path: `${folder}${name}/${number}-${place.replaceAll(" ", "-")}.png` });
      };
      await tour(phone, look);
      if (device === "phone") {
        await phone.app("view-inspector").click();
      }
      await inspect(phone, look);
      await phone.page.context().close();
      await simulator.close();
      console.log(`${folder}${name}: ${count} pictures`);
    }
  }
}
await browser.close();
