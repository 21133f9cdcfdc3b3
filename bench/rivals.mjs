/** How many bytes a page loads for the other SDKs. */
import { readFileSync } from "node:fs";
import { bundle, fullName, sizesOf, urlOf } from "./files.mjs";
import { jweixin } from "./sdks/jweixin.mjs";
import { comlink, penpal } from "./sdks/rpc.mjs";
import { teams } from "./sdks/teams.mjs";
import { telegramBridge, telegramSdk } from "./sdks/telegram.mjs";
import { vkBridgeInFrame } from "./sdks/vk-bridge.mjs";

/** Those with a minified file of their own. */
const scripts = [comlink, jweixin, penpal, teams, telegramBridge, telegramSdk, vkBridgeInFrame];

/** What a bundler makes of the others, and of one call alone where a package can be taken apart. */
const bundles = [
  {
    name: "DingTalk",
    variant: "core",
    package: "dingtalk-jsapi",
    source: 'import * as sdk from "dingtalk-jsapi/core"; window.sdk = sdk;',
  },
  {
    name: "Discord",
    package: "@discord/embedded-app-sdk",
    source: 'import { DiscordSDK } from "@discord/embedded-app-sdk"; window.DiscordSDK = DiscordSDK;',
  },
  {
    name: "LIFF",
    variant: "core",
    package: "@line/liff",
    source: 'import liff from "@line/liff/core"; window.liff = liff;',
  },
  { name: "LIFF", package: "@line/liff", source: 'import liff from "@line/liff"; window.liff = liff;' },
  {
    name: "TeamsJS",
    variant: "one call",
    package: "@microsoft/teams-js",
    source:
      'import { app } from "@microsoft/teams-js"; window.call = () => app.initialize().then(() => app.getContext());',
  },
  {
    name: "Telegram bridge",
    variant: "one call",
    package: "@telegram-apps/bridge",
    source: 'import { invokeCustomMethod } from "@telegram-apps/bridge"; window.call = invokeCustomMethod;',
  },
];

/** All of them. */
export const rivals = [...scripts, ...bundles];

/** A row for each: its name, what of it a page loads, and how many bytes that are. */
export async function rivalRows() {
  const rows = [];
  for (const sdk of scripts) {
    rows.push({ name: fullName(sdk), what: `its \`${sdk.file.package}\``, ...sizesOf(readFileSync(urlOf(sdk))) });
  }
  for (const sdk of bundles) {
    rows.push({ name: fullName(sdk), what: "bundled", ...sizesOf(await bundle(sdk.source)) });
  }
  return rows;
}
