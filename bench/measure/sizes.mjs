/** How many bytes a page loads for an SDK. */
import { readFileSync } from "node:fs";
import { bundle, fullName, sizesOf, urlOf } from "../files.mjs";
import { jweixin } from "../sdks/jweixin.mjs";
import { comlink, penpal } from "../sdks/rpc.mjs";
import { teams } from "../sdks/teams.mjs";
import { telegramBridge, telegramSdk } from "../sdks/telegram.mjs";
import { vkBridgeInFrame } from "../sdks/vk-bridge.mjs";
import { moduleInFrame, scriptInFrame } from "../sdks/vvchat.mjs";
import { startStage } from "../stage.mjs";

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

const sum = (sizes) => ({
  raw: sizes.reduce((total, { raw }) => total + raw, 0),
  gzip: sizes.reduce((total, { gzip }) => total + gzip, 0),
  brotli: sizes.reduce((total, { brotli }) => total + brotli, 0),
});

/** This SDK's builds: whatever a page of theirs has loaded by its first result. */
async function ourRows() {
  const sdks = [scriptInFrame, moduleInFrame];
  const stage = await startStage(sdks);
  try {
    const rows = [];
    for (const sdk of sdks) {
      const { run } = await stage.open(await stage.browser.newContext(), sdk);
      await run();
      const files = stage.filesOf(sdk);
      const names = files.map((file) => `\`${file.split("/").at(-1)}\``).join(", ");
      rows.push({
        name: fullName(sdk),
        what: names,
        isOurs: true,
        ...sum(files.map((file) => sizesOf(readFileSync(new URL(file))))),
      });
    }
    return { rows, browser: stage.browser.version() };
  } finally {
    await stage.close();
  }
}

/**
 * @param {"full" | "quick" | "smoke"} amount
 * @param {(line: string) => void} log
 */
export async function measure(amount, log) {
  log("sizes");
  const { rows, browser } = await ourRows();
  if (amount !== "smoke") {
    for (const sdk of scripts) {
      const what = `its \`${sdk.file.package}\``;
      rows.push({ name: fullName(sdk), what, ...sizesOf(readFileSync(urlOf(sdk))) });
    }
    for (const sdk of bundles) {
      rows.push({ name: fullName(sdk), what: "bundled", ...sizesOf(await bundle(sdk.source)) });
    }
  }
  return { browser, rows: rows.toSorted((a, b) => a.brotli - b.brotli) };
}
