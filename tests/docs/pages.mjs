/**
 * The pages of the documentation, and the code in them.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The same page in English and in Chinese. */
export const readmes = ["README.md", "README.zh-CN.md"];

/** What a reader is shown. */
export const pages = [
  ...readmes,
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "docs/adding-a-bridge.md",
  "docs/adding-a-method.md",
  "docs/architecture.md",
  "docs/benchmarks/README.md",
  "docs/conformance.md",
  "docs/conformance.zh-CN.md",
  "docs/embedding.md",
  ...[
    "android",
    "electron",
    "flutter",
    "harmonyos",
    "iframe",
    "ios",
    "qt",
    "react-native",
    "tauri-wry",
    "webview2",
  ].map((platform) => `docs/embedding/${platform}.md`),
  "docs/errors.md",
  ...["README", "log-in", "pay", "pay-out", "send-message", "share"].flatMap((flow) => [
    `docs/flows/${flow}.md`,
    `docs/flows/${flow}.zh-CN.md`,
  ]),
  "docs/inspector.md",
  "docs/inspector.zh-CN.md",
  "docs/matrix.md",
  "docs/protocol.md",
  "docs/reference.md",
  "docs/sample-shop.md",
  "docs/sample-shop.zh-CN.md",
  "docs/server.md",
  "docs/server.zh-CN.md",
  "docs/simulator.md",
  "docs/simulator.zh-CN.md",
  "examples/express/README.md",
  "examples/node-http/README.md",
  "docs/size.md",
];

export function read(file) {
  return readFileSync(`${root}${file}`, "utf8");
}

/** The code blocks of a page that are of that language (`""`: of none), in order. */
export function codeBlocks(file, language) {
  const blocks = read(file).matchAll(/^```(.*)\n([\s\S]*?)^```$/gm);
  return Array.from(blocks)
    .filter(([, of]) => of === language)
    .map(([, , text]) => text);
}

/** A page without its code blocks. */
export function prose(file) {
  return read(file).replace(/^```[\s\S]*?^```$/gm, "");
}
