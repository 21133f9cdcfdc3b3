/**
 * Every kind of host there is.
 */
import * as custom from "./custom.mjs";
import * as injected from "./injected.mjs";
import * as jsBridge from "./jsbridge-android.mjs";
import * as messageHandler from "./message-handler.mjs";
import * as parent from "./parent-frame.mjs";
import * as wvjb from "./wvjb-ios.mjs";

export const everyHost = [wvjb, jsBridge, injected, messageHandler, parent, custom].flatMap(({ all }) => all);

/** One for each bridge of the SDK, and both flavours of WebViewJavascriptBridge. */
export const oneOfEachBridge = [
  wvjb.withText,
  jsBridge.version1,
  injected.byPromise,
  messageHandler.plain,
  parent.parentFrame,
  custom.bySubscriberValue,
];
