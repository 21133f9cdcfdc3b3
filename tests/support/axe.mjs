/**
 * axe-core, which finds what keeps people from using a page.
 */
import { createRequire } from "node:module";

const path = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/**
 * What it finds wrong with what a page shows, without the pages in its frames.
 *
 * @param {import("playwright-core").Page | import("playwright-core").Frame} page its policy must let scripts in
 * @returns {Promise<string[]>} the rules that are broken, each with the elements that break it
 */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.addScriptTag({ path });
  }
  return page.evaluate(async () => {
    const found = await window.axe.run({ exclude: ["iframe"] }, { iframes: false });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
  });
}
