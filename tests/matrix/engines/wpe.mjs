/**
 * WPE WebKit, in the browser that comes with it.
 */
import { execFileSync } from "node:child_process";
import { program } from "../runner.mjs";

const command = process.env.COG ?? "cog";

export const wpe = {
  id: "wpe",
  name: "WPE WebKit",
  runs: "wasm",
  natives: [],

  version() {
    return /WPE WebKit ([\d.]+)/.exec(execFileSync(command, ["--version"], { encoding: "utf8" }))[1];
  },

  async open(url) {
    return program(command, ["--platform=headless", url], { LANG: "C.UTF-8" });
  },
};
