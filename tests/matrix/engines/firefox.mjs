/**
 * Firefox, with a profile of its own for each start.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../runner.mjs";

const command = process.env.FIREFOX ?? "firefox-esr";

/** Nothing but the page that it is told to open, and no word to anybody else. */
const PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "datareporting.policy.dataSubmissionPolicyBypassNotification": true,
  "extensions.update.enabled": false,
  "intl.accept_languages": "en-US",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "termsofuse.acceptedVersion": 999,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

const engine = (own, preferences) => ({
  natives: [],

  version() {
    return execFileSync(command, ["--version"], { encoding: "utf8" }).replace(/[^\d.]*([\d.]+).*/s, "$1");
  },

  async open(url) {
    const profile = await mkdtemp(join(tmpdir(), "vvchat-firefox-"));
    const lines = Object.entries({ ...PREFERENCES, ...preferences }).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    await writeFile(join(profile, "user.js"), lines.join(""));
    const firefox = program(command, ["--headless", "--no-remote", "--profile", profile, url], {
      // Root's home may be another user's, and then Firefox refuses to start.
      HOME: profile,
      MOZ_CRASHREPORTER_DISABLE: "1",
    });
    return {
      ...firefox,
      async close() {
        await firefox.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  },
  ...own,
});

export const firefox = engine({ id: "firefox", name: "Firefox ESR", runs: "wasm" }, {});

export const firefoxJs = engine(
  { id: "firefox-js", name: "Firefox ESR without WebAssembly", runs: "js" },
  { "javascript.options.wasm": false },
);
