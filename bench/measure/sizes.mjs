/** How many bytes a page loads for an SDK. */
import { readFileSync } from "node:fs";
import { fullName, sizesOf, sum } from "../files.mjs";
import { rivalRows } from "../rivals.mjs";
import { moduleInFrame, scriptInFrame } from "../sdks/vvchat.mjs";
import { startStage } from "../stage.mjs";

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
  if (amount !== "smoke") rows.push(...(await rivalRows()));
  return { browser, rows: rows.toSorted((a, b) => a.brotli - b.brotli) };
}
