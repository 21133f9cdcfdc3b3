/**
 * Asking the shop's own server (crates/shop). It is the only one that the page asks for anything but VVChat itself: it holds
 * the app_key, it knows the prices, and it alone knows what is paid.
 */

/** An answer other than success. `reason` says which; all of them are in crates/shop/src/failure.rs. */
export class ServerError extends Error {
  constructor({ reason, err_code, err_msg }) {
    super(err_msg);
    Object.assign(this, { name: "ServerError", reason, err_code, err_msg });
  }

  toJSON() {
    const { name, reason, err_code, err_msg } = this;
    return { name, reason, err_code, err_msg };
  }
}

/** The page's first request: it brings the cookie, and says who is there: a customer, or null. */
export const customer = begin();

/** Who the shop is to VVChat, and what it sells. */
export const shop = get("/api/shop");

export function get(path, { signal } = {}) {
  return ask(path, { signal });
}

export function post(path, body, { signal } = {}) {
  return ask(path, { ...posting(body), signal });
}

function begin() {
  return answer("/api/visit", posting({}));
}

function posting(body) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function ask(path, request) {
  await customer;
  try {
    return await answer(path, request);
  } catch (error) {
    if (error.reason !== "no_visit") {
      throw error;
    }
    // The server has forgotten us, as one without a data folder does when it is started anew.
    await begin();
    return answer(path, request);
  }
}

async function answer(path, request) {
  let response;
  let body;
  try {
    response = await fetch(path, request);
    body = await response.json();
  } catch (error) {
    if (request.signal?.aborted) {
      throw new ServerError({ reason: "aborted", err_code: 499, err_msg: "no longer waited for" });
    }
    throw new ServerError({ reason: "unreachable", err_code: 503, err_msg: error.message });
  }
  if (!response.ok) {
    throw new ServerError(body);
  }
  return body;
}
