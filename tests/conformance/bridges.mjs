/**
 * Apps that have nothing but `WebViewJavascriptBridge`: the ways in which it comes into a page, and such as are broken on purpose.
 *
 * All of this runs in the page. `hear` gets `{ name, data, callback, answer, state }` for each call of a handler: `answer()`
 * resolves to the right answer, an object, and `state` lasts as long as the page.
 */

/** The tests that have no meaning over this bridge. */
export const inapplicable = [
  "hello",
  "versions",
  "unknown",
  "ids",
  "notified",
  "foreign",
  "repeated",
  "cancel",
  "malformed",
];

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

/** What calls back with JSON texts, as most apps do. */
export const withText = async ({ answer, callback }) => callback(JSON.stringify(await answer()));
/** What calls back with the objects themselves. */
export const withObjects = async ({ answer, callback }) => callback(await answer());

/** The script of an app: `provide` is told how to make the bridge, and brings it into the page. */
export const appScript = (hear, provide) => `if (window === top) {
  const state = { count: 0 };
  const bridge = {
    callHandler(name, data, callback) {
      const answer = async () => JSON.parse(await nativeApp(name, JSON.stringify(data)));
      return (${hear})({ name, data, callback, answer, state });
    },
  };
  (${provide})(bridge);
}`;

/** There from the start, and tells nobody. */
export const atOnce = (bridge) => {
  window.WebViewJavascriptBridge = bridge;
};

/** The ways in which a bridge comes, and the web views that have it so. */
export const ways = [
  { name: "there from the start, JSON texts", provide: atOnce, hear: withText },
  { name: "there from the start, objects", provide: atOnce, hear: withObjects },
  {
    name: "Android: unusable at first, tells when it is ready, and hands over nothing before init",
    hear: withText,
    provide: (bridge) => {
      let ready;
      const initialized = new Promise((resolve) => {
        ready = resolve;
      });
      window.WebViewJavascriptBridge = {};
      addEventListener("load", () =>
        setTimeout(() => {
          window.WebViewJavascriptBridge = {
            init: ready,
            callHandler: (name, data, callback) =>
              bridge.callHandler(name, data, async (answer) => {
                await initialized;
                callback(answer);
              }),
          };
          document.dispatchEvent(new Event("WebViewJavascriptBridgeReady"));
        }, 100),
      );
    },
  },
  {
    name: "iOS: comes when the page loads the frame that asks for it",
    browser: { userAgent: iphone },
    hear: withText,
    provide: (bridge) => {
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) {
          for (const { src } of addedNodes) {
            if (/^https:\/\/__bridge_loaded__\/?$/.test(src)) {
              window.WebViewJavascriptBridge = bridge;
              const waiting = window.WVJBCallbacks;
              delete window.WVJBCallbacks;
              for (const callback of waiting) callback(bridge);
            }
          }
        }
      }).observe(document, { childList: true, subtree: true });
    },
  },
];

/** Bridges, each with the row that fails, and the fault. `ends`: nothing runs after it. */
export const brokenBridges = [
  {
    name: "no callback where params are wrong",
    row: "params.share",
    fault: "params.unheard",
    hear: async ({ name, callback, answer }) => {
      const value = await answer();
      if (name !== "share" || value.err_code === undefined) callback(JSON.stringify(value));
    },
  },
  {
    name: "pays whatever the params are",
    row: "params.pay",
    fault: "params.taken",
    hear: async ({ name, callback, answer }) =>
      callback(name === "pay" ? '{"trade_no":"201712023384923834"}' : JSON.stringify(await answer())),
  },
  {
    name: "authorises whatever the params are",
    row: "params.auth",
    fault: "params.taken",
    hear: async ({ name, data, callback, answer }) =>
      callback(JSON.stringify(name === "auth" ? { err_code: 0, code: "C7", state: data.state } : await answer())),
  },
  {
    name: "no callback for the third of many",
    row: "many",
    fault: "many.unheard",
    hear: async ({ name, callback, answer, state }) => {
      if (name === "getSession" && ++state.count === 3) return;
      callback(JSON.stringify(await answer()));
    },
  },
  {
    name: "callbacks in the order of the calls, whatever was answered",
    row: "many",
    fault: "many.mixed",
    hear: async ({ name, callback, answer, state }) => {
      state.queue ??= [];
      state.queue.push(callback);
      const value = await answer();
      const hand = () => state.queue.shift()(JSON.stringify(value));
      // A session takes longer than a refusal.
      if (name === "getSession") setTimeout(hand, 50);
      else hand();
    },
  },
  {
    name: "a session of the wrong shape",
    row: "method.getSession",
    fault: "method.wrong",
    hear: async ({ name, callback, answer }) =>
      callback({ ...(await answer()), ...(name === "getSession" && { session_type: "single" }) }),
  },
  {
    name: "no callback when the user cancels",
    row: "method.pay",
    fault: "method.silent",
    hear: async ({ name, callback, answer }) => {
      const value = await answer();
      if (name !== "pay" || value.trade_no === undefined) callback(JSON.stringify(value));
    },
  },
  {
    name: "a user's no by a code of JSON-RPC",
    row: "method.pay",
    fault: "method.error",
    hear: async ({ callback, answer }) => {
      const value = await answer();
      callback(JSON.stringify(value.trade_no === undefined ? value : { err_code: -32603, err_msg: "cancelled" }));
    },
  },
  {
    name: "state lost where the user refuses",
    row: "method.auth",
    fault: "method.state",
    hear: async ({ data, callback, answer }) =>
      callback(JSON.stringify(data.state === "x7Kq" ? { err_code: 400, err_msg: "用户取消" } : await answer())),
  },
  {
    name: "JSON within JSON",
    row: "method.selectSession",
    fault: "method.wrong",
    hear: async ({ name, callback, answer }) => {
      const text = JSON.stringify(await answer());
      callback(name === "selectSession" ? JSON.stringify(text) : text);
    },
  },
  {
    name: "throws",
    row: "method.selectSession",
    fault: "method.thrown",
    hear: ({ name, callback, answer }) => {
      if (name === "selectSession") throw new TypeError("no such handler");
      answer().then((value) => callback(JSON.stringify(value)));
    },
  },
  {
    name: "calls back with nothing",
    row: "method.share",
    fault: "method.wrong",
    hear: async ({ callback, answer }) => {
      const value = await answer();
      if (value.code === 200) callback();
      else callback(JSON.stringify(value));
    },
  },
  {
    name: "emoji lost",
    row: "texts",
    fault: "texts.changed",
    hear: async ({ callback, answer }) =>
      callback(JSON.stringify(await answer()).replace(/\p{Extended_Pictographic}/gu, "?")),
  },
  {
    name: "cuts off what is long",
    row: "big",
    fault: "big.changed",
    hear: async ({ callback, answer }) => {
      const value = await answer();
      callback(
        JSON.stringify(value.state?.length > 65_536 ? { ...value, state: value.state.slice(0, 65_536) } : value),
      );
    },
  },
  {
    name: "is not there when the page is loaded again",
    row: "reload",
    fault: "reload.gone",
    ends: true,
    hear: withText,
    provide: (bridge) => {
      if (sessionStorage.getItem("provided") === null) window.WebViewJavascriptBridge = bridge;
      sessionStorage.setItem("provided", "once");
    },
  },
  {
    name: "no callbacks when the page is loaded again",
    row: "reload",
    fault: "reload.silent",
    ends: true,
    hear: withText,
    provide: (bridge) => {
      const isAgain = sessionStorage.getItem("provided") !== null;
      sessionStorage.setItem("provided", "once");
      window.WebViewJavascriptBridge = isAgain ? { callHandler() {} } : bridge;
    },
  },
  {
    name: "callbacks counted from one again, and called with what the page before has asked",
    row: "reload",
    fault: "reload.mixed",
    ends: true,
    hear: async ({ name, callback, answer, state }) => {
      state.late ??= new Set(JSON.parse(sessionStorage.getItem("open") ?? "[]"));
      state.open ??= [];
      const number = ++state.count;
      if (name === "auth") {
        state.open.push(number);
        sessionStorage.setItem("open", JSON.stringify(state.open));
      }
      const value = await answer();
      callback(JSON.stringify(state.late.has(number) ? { err_code: 0, code: "C7f2k9", state: "x7Kq" } : value));
    },
  },
  {
    name: "calls back twice",
    row: "once",
    fault: "once.twice",
    hear: async ({ name, callback, answer }) => {
      const text = JSON.stringify(await answer());
      callback(text);
      if (name === "share") callback(text);
    },
  },
];
