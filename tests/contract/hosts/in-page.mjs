/**
 * Hosts that are objects inside the page.
 */
import { jsonRpcHost, scriptedHost } from "./scripted.mjs";

/**
 * A host that is put into a page. `put(hear, asText)` runs in the page, before any script of its own, and needs nothing from outside
 * itself: `hear(text, say)` is the host's mind, `asText` the JSON of what it says.
 *
 * Returns two ways to put it there: `script({ late, mind })` is the text of a script that comes before all others, and
 * `install(page, { late, mind })` has Playwright's page run that, and resolves to `{ appear }`. A late host appears when the page calls
 * `hostAppears()`, which is what `appear` does.
 */
export function inPage(put) {
  const script = ({ late = false, mind = {} } = {}) => `{
    const hear = (${jsonRpcHost})(${scriptedHost}, ${JSON.stringify(mind)});
    const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));
    const appear = () => (${put})(hear, asText);
    if (${late}) window.hostAppears = appear;
    else appear();
  }`;
  return {
    script,
    async install(page, options) {
      await page.addInitScript({ content: script(options) });
      return { appear: () => page.evaluate(() => window.hostAppears()) };
    },
  };
}
