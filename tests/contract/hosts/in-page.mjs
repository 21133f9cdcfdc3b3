/**
 * Hosts that are objects inside the page.
 */
import { jsonRpcHost, scriptedHost } from "./scripted.mjs";

/**
 * Puts a host into a page. `put(hear, asText)` runs in the page, before any script of its own, and needs nothing from outside
 * itself: `hear(text, say)` is the host's mind, `asText` the JSON of what it says.
 *
 * @returns how to install it: `install(page, { late, mind })` resolves to `{ appear }`, which makes a late host appear
 */
export function inPage(put) {
  return async (page, { late = false, mind = {} } = {}) => {
    await page.addInitScript({
      content: `{
        const hear = (${jsonRpcHost})(${scriptedHost}, ${JSON.stringify(mind)});
        const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));
        const appear = () => (${put})(hear, asText);
        if (${late}) window.hostAppears = appear;
        else appear();
      }`,
    });
    return { appear: () => page.evaluate(() => window.hostAppears()) };
  };
}
