/**
 * How a host runs a script in its page. Both return a promise of the script's value, `undefined` if the page is gone, or has thrown.
 */

/** From outside, in Playwright's page. By Chromium's own protocol: `page.evaluate` costs more, and a crowd of calls needs thousands. */
export const evaluator = (page) => {
  let devtools;
  return async (expression) => {
    try {
      devtools ??= page.context().newCDPSession(page);
      const order = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await (await devtools).send("Runtime.evaluate", order);
      return exceptionDetails ? undefined : result.value;
    } catch {
      return undefined;
    }
  };
};

/** From inside the page itself, but not within what the page is doing now. Goes into pages, as text. */
export function evaluateSoon(script) {
  return new Promise((resolve) => {
    setTimeout(() => {
      try {
        // biome-ignore lint/security/noGlobalEval: that is what web views do for their hosts.
        resolve(globalThis.eval(script));
      } catch {
        resolve(undefined);
      }
    });
  });
}
