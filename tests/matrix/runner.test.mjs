/**
 * The matrix finds what is broken: an SDK that breaks a promise, an engine that ends, one that is stuck.
 */
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { byPromise } from "../contract/hosts/injected.mjs";
import { dist } from "../support/dist.mjs";
import { Cell } from "./cells.mjs";
import { chromium } from "./engines/chromium.mjs";
import { run } from "./runner.mjs";
import { EARLY, LATE, LEAVES } from "./steps.mjs";

const timeout = 120_000;

const made = [];
after(() => Promise.all(made.map((path) => rm(path, { recursive: true }))));

/** A copy of what is shipped, in which the script tag's file ends in this. */
async function broken(script) {
  const copy = await mkdtemp(join(tmpdir(), "vvchat-broken-"));
  made.push(copy);
  await cp(dist, copy, { recursive: true });
  const file = join(copy, "vvchatjssdk.js");
  await writeFile(file, `${await readFile(file, "utf8")}\n${script}`);
  return copy;
}

const steps = ({ failures }) => failures.map(({ step }) => step);

/** Runs a cell in Chromium with an SDK that is broken so; returns which steps failed. */
async function failuresOf(script) {
  const cell = new Cell(byPromise, "script");
  await run((url) => chromium.open(url), [cell], { dist: await broken(script) });
  assert.ok(cell.isOver);
  return steps(cell);
}

test("an SDK that is as it should be fails nothing", { timeout }, async () => {
  assert.deepEqual(await failuresOf(""), []);
});

test("an SDK that settles a call twice fails where that is promised", { timeout }, async () => {
  const failed = await failuresOf(`{
    const { call } = vvchat;
    vvchat.call = (method, params, success, error, complete) =>
      call(method, params, success, error, complete && ((outcome) => (complete(outcome), complete(outcome))));
  }`);
  assert.ok(failed.includes("1 settles once: onSuccess, then onComplete, and the promise get the same result"), failed);
  assert.ok(!failed.includes(LEAVES), failed);
});

test("an SDK that makes up what it is asked too early fails there", { timeout }, async () => {
  const failed = await failuresOf(`{
    const { pay } = vvchat;
    let isEarly = true;
    addEventListener("load", () => (isEarly = false));
    vvchat.pay = (...given) => (isEarly ? Promise.resolve({ trade_no: "made up" }) : pay(...given));
  }`);
  assert.deepEqual(failed, [EARLY, LATE]);
});

test("an SDK that talks to the console is found out", { timeout }, async () => {
  const cell = new Cell(byPromise, "script");
  const dist = await broken(`sessionStorage.told ??= console.warn("hello") ?? "yes";`);
  await run((url) => chromium.open(url), [cell], { dist });
  assert.deepEqual(cell.failures, [{ step: EARLY, error: "it reached the page: console.warn: hello" }]);
});

test("an engine that does not start fails each of its cells, and says why", async () => {
  const cells = [new Cell(byPromise, "script"), new Cell(byPromise, "esm")];
  let starts = 0;
  await run(async () => ({ ended: Promise.resolve(`no display ${++starts}`), async close() {} }), cells);
  assert.equal(starts, 2);
  for (const [number, cell] of cells.entries()) {
    assert.ok(cell.isOver);
    assert.deepEqual(
      new Set(cell.failures.map(({ error }) => error)),
      new Set([`the engine ended: no display ${number + 1}`]),
    );
    assert.equal(cell.failures.length, cell.results.length);
  }
});

test("an engine that is stuck is started again for what is left", async () => {
  const cell = new Cell(byPromise, "script");
  const all = cell.plan.map(({ step }) => step);
  let starts = 0;
  // It does whatever it is told, but never ends the third step.
  const open = async (url) => {
    starts += 1;
    const tell = async (body) =>
      (await fetch(new URL("steps", url), { method: "POST", body: JSON.stringify(body) })).json();
    const obey = async () => {
      let { step } = await tell({ page: "loaded" });
      while (step !== undefined && (step !== all[2] || starts > 1)) {
        const next = await tell({ step, error: null, problems: [] });
        step = next.reload || next.open ? (await tell({ page: "loaded" })).step : next.step;
      }
    };
    obey();
    return { ended: new Promise(() => {}), async close() {}, said: () => "thinking" };
  };
  await run(open, [cell], { patience: 500 });
  assert.equal(starts, 2);
  assert.ok(cell.isOver);
  assert.deepEqual(cell.failures, [{ step: all[2], error: "nothing was heard for 0.5 s\nthinking" }]);
  assert.deepEqual(
    cell.results.map(({ step }) => step),
    all,
  );
});
