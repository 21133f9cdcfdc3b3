// Runs `cargo xtask` on a machine where even that may not work yet: the npm scripts' way in.
import { spawn, spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

// A shell that was open before rustup was installed does not know its directory.
process.env.PATH += delimiter + join(homedir(), ".cargo", "bin");

const works = (program, ...args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;
const run = (program, ...args) => {
  if (spawnSync(program, args, { stdio: ["ignore", 2, 2] }).status !== 0) {
    fail(`failed: ${program} ${args.join(" ")}`);
  }
};
const fail = (message) => {
  console.error(message);
  process.exit(1);
};

if (!works("cargo", "--version")) {
  if (!works("rustup", "--version")) fail("Rust is missing. Install rustup from https://rustup.rs, then try again.");
  // The version that rust-toolchain.toml names. rustup would get it by itself, unless told not to.
  run("rustup", "toolchain", "install");
}
// Rust needs a linker, and minimal systems have none.
if (process.platform === "linux" && !works("cc", "--version")) {
  if (process.getuid() !== 0 || !works("apt-get", "--version")) {
    fail("A C compiler is missing, Rust links with it. On Debian: sudo apt-get install gcc libc6-dev");
  }
  run("apt-get", "update");
  run("apt-get", "install", "-y", "--no-install-recommends", "gcc", "libc6-dev");
}

// Of the whole workspace, as all that it builds and tests: the package by itself has other features, and what it depends on would be
// compiled twice.
run("cargo", "build", "--workspace", "--bin", "xtask");
const child = spawn(join("target", "debug", "xtask"), process.argv.slice(2), { stdio: "inherit" });
child.on("exit", (code, signal) => process.exit(signal ? 1 : code));
// Ctrl-C reaches the child too, and it decides when all is over; other signals reach this process alone.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
