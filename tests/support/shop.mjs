/**
 * What a customer sees in the sample shop, and what the shop's server has, in whatever page shows the shop.
 */

/** An element of the shop, by a CSS selector. */
export function find(phone, selector) {
  return phone.page.frameLocator('[data-testid="shop"]').locator(selector);
}

/** Waits until the shop shows that kind of outcome in a place, and returns its words, without the fold of details. */
export async function outcome(phone, place, kind) {
  const shown = phone.shop(`${place}-outcome`);
  await find(phone, `[data-testid="${place}-outcome"][data-kind="${kind}"]`)
    .waitFor()
    .catch(async (error) => {
      throw new Error(`the shop shows "${await shown.innerText()}" and not an outcome "${kind}"`, { cause: error });
    });
  return shown.locator("> p").allInnerTexts();
}

/** What is in the fold of details below an outcome, as data. */
export async function details(phone, place) {
  const fold = phone.shop(`${place}-outcome`).getByTestId("details");
  await fold.locator("summary").click();
  return JSON.parse(await fold.locator("pre").innerText());
}

/** What the shop's server answers to this visitor. */
export function asked(phone, path) {
  return phone.frame.evaluate(async (url) => (await fetch(url)).json(), path);
}

/** The visitor's orders, as the shop's server has them. */
export function orders(phone) {
  return asked(phone, "/api/orders");
}

/** Has the page's requests to the shop's server changed on their way: what `change` returns is sent instead of the body. */
export async function tamper(phone, path, change) {
  await phone.page.route(`${phone.origins.shop}${path}`, (route) => {
    const request = route.request();
    return request.method() === "POST"
      ? route.continue({ postData: JSON.stringify(change(request.postDataJSON())) })
      : route.continue();
  });
}

/** Cuts the page's way to an address of the shop's server. Returns what opens it again. */
export async function cut(phone, path) {
  const url = `${phone.origins.shop}${path}`;
  await phone.page.route(url, (route) => route.abort());
  return () => phone.page.unroute(url);
}
