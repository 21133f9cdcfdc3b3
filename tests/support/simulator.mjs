/**
 * The simulator as a process of its own, on free ports.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built command; `VVCHAT_SIMULATOR` names another one. */
export const command = process.env.VVCHAT_SIMULATOR ?? `${root}target/debug/vvchat-simulator`;

/**
 * Starts the simulator, by default with this project's shop and SDK.
 *
 * @param {string[]} [args] further ones, such as `--headless`
 * @returns {Promise<{ app: string, shop: string, close: () => Promise<void> }>} the two origins
 */
export async function simulate(args = []) {
  const own = args.includes("--shop") ? [] : ["--shop-port", "0", "--root", root];
  const process = spawn(command, ["--app-port", "0", ...own, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(process, "exit");
  const origins = {};
  for await (const line of createInterface({ input: process.stdout })) {
    if (line.startsWith("{")) {
      Object.assign(origins, JSON.parse(line));
      break;
    }
    const [, side, address] = /^(app|shop)\s+(http:\S+)$/.exec(line) ?? [];
    if (side === undefined) {
      break;
    }
    origins[side] = address;
  }
  if (origins.app === undefined || origins.shop === undefined) {
    throw new Error(`${command} did not say where it listens`);
  }
  return {
    app: origins.app,
    shop: new URL(origins.shop).origin,
    async close() {
      process.kill();
      await ended;
    },
  };
}

/**
 * Starts it with the people, apps and conversations that are built in, as `change` changes them.
 *
 * @param {(seed: object) => void} change
 */
export async function simulateWith(change) {
  const seed = JSON.parse(await readFile(`${root}crates/simulator/src/seed.json`, "utf8"));
  change(seed);
  const folder = await mkdtemp(join(tmpdir(), "vvchat-seed-"));
  const file = join(folder, "seed.json");
  try {
    await writeFile(file, JSON.stringify(seed));
    // It reads the file before it listens, and never again.
    return await simulate(["--seed", file]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
