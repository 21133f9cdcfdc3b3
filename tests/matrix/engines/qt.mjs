/**
 * Qt WebEngine, in the two versions of Qt that are in use. The old one has a Chromium of 2020.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { program } from "../runner.mjs";

const browser = fileURLToPath(new URL("qt_browser.py", import.meta.url));
const python =
  process.env.MATRIX_PYTHON ?? fileURLToPath(new URL("../../../target/tools/qt/bin/python", import.meta.url));

/** The host is an object of a channel; the app's script makes a `vvchatHost` of it, when the channel is there. */
const channel = (transport, name, can) => ({
  name: `QWebChannel, ${name}`,
  bridge: "injected",
  outlives: true,
  can: { jsonRpc: true, ...can },
  transport,
});

const natives = [
  channel("signal", "answers by signal", { answers: "message", later: true, again: true }),
  channel("return", "answers by return value", { answers: "return" }),
];

const qt = (major) => ({
  id: `qt${major}`,
  name: `Qt ${major} WebEngine`,
  runs: "wasm",
  natives,

  version() {
    const [own, chromium] = execFileSync(python, [browser, major, "--version"], { encoding: "utf8" }).trim().split(" ");
    return `${own} (Chromium ${chromium})`;
  },

  async open(url, native) {
    return program(python, [browser, major, url, ...(native ? [native.transport] : [])]);
  },
});

export const qt6 = qt("6");
export const qt5 = qt("5");
