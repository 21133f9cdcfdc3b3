/**
 * The host kit as a process: `crates/host/examples/stdio.rs`, a message a line.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../../target/debug/examples/stdio", import.meta.url));

/**
 * Starts a host that answers pages of one origin.
 *
 * @param {string} origin
 * @param {(answer: string) => void} hear gets each answer
 */
export function startHost(origin, hear) {
  const host = spawn(command, [origin], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(host, "exit");
  const problems = [];
  const told = [];
  createInterface({ input: host.stdout }).on("line", hear);
  createInterface({ input: host.stderr }).on("line", (line) => {
    problems.push(line);
    for (const tell of told.splice(0)) tell();
  });
  return {
    /** What it has complained of so far. */
    problems,

    /** Resolves at its next complaint. */
    complains: () => new Promise((resolve) => told.push(resolve)),

    /** Hands it what a page sent: `say({ message })`, `say({ event })`, `say({ wvjb })`, `say({ jsbridge })`. */
    say(sent, from = origin) {
      host.stdin.write(`${JSON.stringify({ origin: from, ...sent })}\n`);
    },

    async close() {
      host.kill();
      await ended;
    },
  };
}
