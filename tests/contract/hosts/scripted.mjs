/**
 * The mind of every host in these tests: it does what the page orders. Orders come with the requests themselves, so the same suite
 * runs against any host, also against one that the page cannot reach in any other way.
 *
 * Orders are JSON, in a request's `app_id`, or in `orders` where a method has no params of its own:
 * - `say`: what to answer, one saying after the other; nothing, if it is empty; the method's usual answer, if it is left out
 * - `hold`: says it only when another request releases what is held under this name
 * - `release`: first says what is held under this name
 * - `report`: answers with everything that came since the last report, as JSON in a `share` result's `error`
 *
 * A saying is one of
 * - `{ result }`: success with that result
 * - `{ error: { code, message } }`: an error, as hosts of this kind word it
 * - `{ value }`: a reply that is exactly this; `"$id"` in it stands for the request's id
 * - `{ fail }`: throws that text, or rejects its promise, where a host of this kind can
 *
 * In all of them, a text `"$x*9"` stands for nine times the letter x.
 *
 * The function needs nothing from outside itself: it is also sent into pages, as text.
 */
export function scriptedHost({
  methods = ["auth", "pay", "getSession", "selectSession", "share"],
  greets = true,
} = {}) {
  let came = [];
  const held = {};

  const usual = {
    hello: () => (greets ? [{ result: { version: 1, host: { name: "Scripted", version: "9.1" }, methods } }] : []),
    auth: ({ state }) => [{ result: { err_code: 0, code: "CODE", ...(state === undefined ? {} : { state }) } }],
    pay: () => [{ result: { trade_no: "201712023384923834" } }],
    getSession: () => [{ result: { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 } }],
    selectSession: () => [{ result: { session_id: "a:b", session_type: 2 } }],
    share: () => [{ result: { code: 200, error: "" } }],
  };

  function ordersOf({ app_id, orders }) {
    try {
      return JSON.parse(orders === undefined ? app_id : orders);
    } catch {
      return {};
    }
  }

  /** A copy, in which each text is what `change` makes of it. */
  function rewritten(value, change) {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map((item) => rewritten(item, change));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewritten(item, change)]));
  }

  const shortened = (text) => (text.length > 1000 ? `${text.slice(0, 3)}… (${text.length})` : text);

  /** Takes a message of the page's, and says what is to be said to it, now or later, each time by calling `say`. */
  return function hear({ method, params = {}, id }, say) {
    const orders = ordersOf(params);
    if (!orders.report) came.push(rewritten({ method, params, id }, shortened));
    const filledIn = (text) => {
      const repeated = /^\$x\*(\d+)$/.exec(text);
      return repeated ? "x".repeat(Number(repeated[1])) : text === "$id" ? id : text;
    };
    const speak = (sayings) => {
      for (const saying of sayings) say(rewritten(saying, filledIn));
    };

    if (orders.release !== undefined) {
      for (const late of held[orders.release] || []) late();
      delete held[orders.release];
    }
    if (orders.report) {
      const report = JSON.stringify(came);
      came = [];
      speak([{ result: { code: 200, error: report } }]);
      return;
    }
    const sayings = orders.say || (usual[method] ? usual[method](params) : []);
    if (orders.hold === undefined) speak(sayings);
    else held[orders.hold] = [...(held[orders.hold] || []), () => speak(sayings)];
  };
}

/**
 * The same for messages of JSON-RPC 2.0: takes a text, and calls `say` with the value of each reply, or with `undefined` and the
 * text to fail with. Goes into pages too.
 */
export function jsonRpcHost(scriptedHost, options) {
  const hear = scriptedHost(options);
  return (text, say) => {
    if (typeof text !== "string") throw new TypeError("a message must be a string");
    const { jsonrpc, id, method, params } = JSON.parse(text);
    if (jsonrpc !== "2.0") throw new TypeError("a message must be JSON-RPC 2.0");
    hear({ method: method.replace(/^vvchat\./, ""), params, id }, ({ result, error, value, fail }) => {
      if (fail !== undefined) say(undefined, fail);
      else if (value !== undefined) say(value);
      else say({ jsonrpc: "2.0", id, ...(error === undefined ? { result } : { error }) });
    });
  };
}
