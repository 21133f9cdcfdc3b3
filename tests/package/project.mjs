/**
 * A merchant's project: outside of this repository, and with the packed package as all that is installed.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const execute = promisify(execFile);

/** Ends what hangs. Whatever ends earlier is not waited for. */
const PATIENCE = 30_000;

/** What npm tells its scripts is about this repository, and would lead an npm inside of them astray. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

/**
 * Packs what was built, and installs it.
 *
 * @returns {Promise<Project>} to be closed by the caller
 */
export async function install() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "vvchat-package-")));
  const project = new Project(folder);
  try {
    // The scripts would build first, but this is about what is in dist/ now.
    const packed = await project.runIn(root, "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
    const [{ filename }] = JSON.parse(packed.stdout);
    // Without one, npm would look for a project further up.
    await project.write("package.json", '{ "name": "tea-shop", "private": true }');
    const quietly = ["--offline", "--no-audit", "--no-fund", "--no-save"];
    await project.runIn(folder, "npm", "install", ...quietly, join(folder, filename));
    return project;
  } catch (error) {
    await project.close();
    throw error;
  }
}

class Project {
  constructor(folder) {
    this.folder = folder;
    this.package = join(folder, "node_modules", "vvchat-jssdk");
  }

  /** The files of the package, sorted, with slashes. */
  async files() {
    const entries = await readdir(this.package, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, path, name }) => relative(this.package, join(parentPath ?? path, name)).replaceAll(sep, "/"))
      .sort();
  }

  /** Writes a file of the merchant's own, and returns its path. */
  async write(name, text) {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  /** Runs a program there. It has to end by itself, and well. */
  runIn(cwd, program, ...args) {
    return execute(program, args, { cwd, env, timeout: PATIENCE, killSignal: "SIGKILL" });
  }

  /** Runs a script in the project's Node. It says nothing but JSON, which is returned. */
  async node(name, script) {
    const { stdout, stderr } = await this.runIn(this.folder, process.execPath, await this.write(name, script));
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  }

  async close() {
    await rm(this.folder, { recursive: true, force: true });
  }
}
