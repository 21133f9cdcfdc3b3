/**
 * The app around a page, on iOS and on Android. It is outside the page, and evaluates scripts in it. The bridges' own scripts are those
 * of the contract's tests; on iOS they load real frames here, and so does the SDK when it asks for the bridge.
 */
import { android, bridgeScriptOf1, bridgeScriptOf2, quoted } from "../contract/hosts/jsbridge-android.mjs";
import { bridgeScript, iphone } from "../contract/hosts/wvjb-ios.mjs";

/** What the app answers when nothing goes wrong: JSON, as it goes over the bridge. `"$state"` stands for the `state` that came. */
const USUAL = {
  auth: '{"err_code":0,"code":"CODE","state":"$state"}',
  pay: '{"trade_no":"201712023384923834"}',
  getSession: '{"session_id":"IqxDpc-s6S_9RaXMmag39YVH7W810Z57","session_type":1}',
  selectSession: '{"session_id":"a:b","session_type":2}',
  share: '{"code":200,"error":""}',
};

/** What the app answers, and what it was asked for. */
export class App {
  /** What came over the bridge, in order: `[method, params]`. */
  requests = [];

  constructor(answers) {
    this.answers = { ...USUAL, ...answers };
  }

  /** The JSON to answer with; `undefined` for a method that it does not know. */
  answer(method, params) {
    this.requests.push([method, params]);
    return this.answers[method]?.replace('"$state"', () => JSON.stringify(params.state ?? null));
  }
}

/** How an app gets at the page, which may be gone by then. */
const evaluator = (page) => (script) => page.evaluate(script).catch(() => undefined);

/**
 * Calls `see` with every address that a frame of the page is about to load, which is when an app is asked, too. What an app takes for a
 * message is then not loaded.
 */
async function watchFrames(page, see) {
  // A frame that is removed at once, or told to load something else, often gets no further than to the browser's inspector: the
  // requests that can be answered here are only some of them.
  await page.route(/^https:\/\/__\w+__\/$/, (route) => route.fulfill({ status: 204 }).catch(() => {}));
  const inspector = await page.context().newCDPSession(page);
  await inspector.send("Page.enable");
  inspector.on("Page.frameRequestedNavigation", ({ url }) => see(url));
}

/** Runs in the page: a bridge's hidden frame, as a function that loads an address into it. */
function hiddenFrame() {
  const frame = document.createElement("iframe");
  frame.style.display = "none";
  document.documentElement.appendChild(frame);
  return (address) => {
    frame.src = address;
  };
}

/** @param asData makes of an answer, which is JSON, the JSON of what the callback gets */
const ios = (name, asData) => ({
  name: `iOS, ${name}`,
  userAgent: iphone,
  install: (page, app, appears) => {
    const evaluate = evaluator(page);
    return watchFrames(page, async (address) => {
      if (address === "https://__bridge_loaded__/") {
        await appears;
        await evaluate(`(${bridgeScript})((${hiddenFrame})())`);
      } else if (address === "https://__wvjb_queue_message__/") {
        const queue = (await evaluate("WebViewJavascriptBridge._fetchQueue()")) ?? "[]";
        for (const { handlerName, data, callbackId } of JSON.parse(queue)) {
          const answer = app.answer(handlerName, data);
          // The real one logs a line about a handler that it does not have, and says nothing to the page.
          if (answer === undefined) continue;
          const json = `{"responseId":${JSON.stringify(callbackId)},"responseData":${asData(answer)}}`;
          await evaluate(`WebViewJavascriptBridge._handleMessageFromObjC(${JSON.stringify(json)})`);
        }
      }
    });
  },
});

/** What the app sends. */
export const iosText = ios("replies of text", (answer) => JSON.stringify(answer));
/** What the bridge can carry as well. */
export const iosValues = ios("replies of values", (answer) => answer);

/** A desktop browser that is sent to `yy://` asks the person in front of it: here that address goes no further than to the frame. */
export const jsBridge1 = {
  name: "Android, JsBridge 1.0.4",
  userAgent: android,
  async install(page, app, appears) {
    const evaluate = evaluator(page);
    await page.exposeBinding("nativeOfApp", async (_, address) => {
      if (address === "yy://__QUEUE_MESSAGE__/") return evaluate("WebViewJavascriptBridge._fetchQueue()");
      const [, queue] = /^yy:\/\/return\/_fetchQueue\/(.*)$/.exec(address);
      for (const { handlerName, data, callbackId } of JSON.parse(decodeURIComponent(queue))) {
        const answer = app.answer(handlerName, data);
        if (answer === undefined) continue;
        const json = quoted(JSON.stringify({ responseId: callbackId, responseData: answer }));
        await evaluate(`WebViewJavascriptBridge._handleMessageFromNative('${json}')`);
      }
    });
    page.on("load", async () => {
      await appears;
      await evaluate(`(${bridgeScriptOf1})(window.nativeOfApp)`);
    });
  },
};

/** Runs in the page before anything else: the object that Java puts there, with a function for each method. */
function javaObject(native, session) {
  const answeredLater = (method) => (json, id) => {
    native(method, json, id);
    return "";
  };
  window.WebViewJavascriptBridge = {
    auth: answeredLater("auth"),
    pay: answeredLater("pay"),
    selectSession: answeredLater("selectSession"),
    share: answeredLater("share"),
    // Nobody has to be asked.
    getSession(json, id) {
      native("getSession", json, id);
      return session;
    },
  };
}

export const jsBridge2 = {
  name: "Android, JsBridge 2",
  userAgent: android,
  async install(page, app, appears) {
    const evaluate = evaluator(page);
    await page.exposeBinding("nativeOfApp", async (_, method, json, callbackId) => {
      const responseData = app.answer(method, JSON.parse(json));
      if (responseData === undefined || method === "getSession") return;
      const message = JSON.stringify(JSON.stringify({ responseId: callbackId, responseData }));
      await evaluate(`WebViewJavascriptBridge._handleMessageFromNative(${message})`);
    });
    const session = JSON.stringify(app.answers.getSession);
    await page.addInitScript({
      content: `if (window === top) (${javaObject})(window.nativeOfApp, ${session});`,
    });
    page.on("load", async () => {
      await appears;
      await evaluate(`(${bridgeScriptOf2})(window.WebViewJavascriptBridge)`);
    });
  },
};
