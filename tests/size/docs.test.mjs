/** The documentation quotes the other SDKs at the versions that are measured. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fullName } from "../../bench/files.mjs";
import { rivals } from "../../bench/rivals.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const { packages } = JSON.parse(read("bench/package-lock.json"));

test("each SDK that the requirement names is measured", () => {
  assert.deepEqual([...new Set(rivals.map(({ package: name }) => name))].toSorted(), [
    "@discord/embedded-app-sdk",
    "@line/liff",
    "@microsoft/teams-js",
    "@telegram-apps/bridge",
    "@telegram-apps/sdk",
    "@vkontakte/vk-bridge",
    "comlink",
    "dingtalk-jsapi",
    "penpal",
    "weixin-js-sdk",
  ]);
});

test("each is quoted at the version that is installed", () => {
  const page = read("docs/size.md");
  const part = page.slice(page.indexOf("<!-- sizes -->"), page.indexOf("<!-- /sizes -->"));
  for (const rival of rivals) {
    const { version } = packages[`node_modules/${rival.package}`];
    assert.ok(part.includes(`\n| ${fullName({ ...rival, version })} `), `${rival.package} ${version}`);
  }
});
