/**
 * Leads an engine through cells: serves their pages, tells each what to do next, and writes down what it says.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { serve } from "../support/browser.mjs";
import { dist as builtSdk } from "../support/dist.mjs";
import { LEAVES } from "./steps.mjs";

const directory = (path) => ({ dir: fileURLToPath(new URL(path, import.meta.url)) });

/** How long an engine may say nothing, in milliseconds. A step takes much less, so who is silent that long is stuck. */
const PATIENCE = 60_000;

/**
 * Runs the cells, one after the other, in as few starts of the engine as possible: one, if nothing breaks.
 *
 * @param {(url: string) => Promise<{ ended: Promise<string>, close: () => Promise<void>, said?: () => string }>} open starts the
 *   engine; `ended` is fulfilled, with why, if it ends by itself; `said` is the end of what it wrote to its standard error
 * @param {import("./cells.mjs").Cell[]} cells
 * @param {{ dist?: string, patience?: number, log?: (cell: import("./cells.mjs").Cell) => void }} [options]
 */
export async function run(open, cells, { dist = builtSdk, patience = PATIENCE, log = () => {} } = {}) {
  const routes = {
    "/dist/": { dir: dist },
    "/contract/": directory("../contract/"),
    "/matrix/": directory("."),
    "/favicon.ico": { status: 204, body: "" },
  };
  const shop = await serve(routes);
  const app = await serve(routes);
  const visit = new Visit(routes, cells, { shop: shop.origin, app: app.origin }, log);
  try {
    while (visit.current !== undefined) {
      const why = await visit.within(open, patience);
      if (why !== undefined) visit.fail(why);
    }
  } finally {
    await shop.close();
    await app.close();
  }
}

/** What the pages of a run and the runner have to say to each other. */
class Visit {
  constructor(routes, cells, origins, log) {
    this.routes = routes;
    this.cells = cells;
    this.origins = origins;
    this.log = log;
    for (const number of cells.keys()) this.serveCell(number);
  }

  /** The number of the first cell that is not over. */
  get current() {
    const number = this.cells.findIndex((cell) => !cell.isOver);
    return number === -1 ? undefined : number;
  }

  /** The address of the page that the next step of a cell is to be done on. */
  address(number) {
    const cell = this.cells[number];
    const [origin, page] = cell.host.app ? [this.origins.app, "app"] : [this.origins.shop, "shop"];
    return `${origin}/cells/${number}/${page}${cell.plan[0].late ? "-late" : ""}.html`;
  }

  serveCell(number) {
    const cell = this.cells[number];
    const path = `/cells/${number}`;
    const paths = { steps: `${path}/steps` };
    for (const late of [false, true]) {
      const shop = `${path}/shop${late ? "-late" : ""}.html`;
      this.routes[shop] = { headers: cell.headers, body: cell.shopPage({ late, paths, appOrigin: this.origins.app }) };
      if (cell.host.app) {
        this.routes[`${path}/app${late ? "-late" : ""}.html`] = cell.appPage({
          late,
          shopUrl: this.origins.shop + shop,
        });
      }
    }
    this.routes[paths.steps] = async (request, response) => {
      const chunks = await request.toArray();
      const said = JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(this.answer(number, said)));
      this.heard();
    };
  }

  /** What a page is to do next, now that it has said this. */
  answer(number, said) {
    const cell = this.cells[number];
    // It is the page of a cell that was given up.
    if (number !== this.current) return this.onwards();
    if (said.page === "loaded") {
      this.isUnderWay = true;
      return { step: cell.plan[0].step };
    }
    const { late, step } = cell.plan[0];
    if (said.step !== step) return { reload: true };
    const problems = said.problems.map((problem) => `it reached the page: ${problem}`);
    const error = [...(said.error === null ? [] : [said.error]), ...problems].join("\n") || null;
    cell.settle(error);
    if (cell.isOver || cell.plan[0].late !== late) {
      if (cell.isOver) this.log(cell);
      return this.onwards();
    }
    // What a step that failed has left behind is no concern of the others.
    if (error !== null || step === LEAVES) return { reload: true };
    return { step: cell.plan[0].step };
  }

  onwards() {
    this.isUnderWay = false;
    return this.current === undefined ? {} : { open: this.address(this.current) };
  }

  /** Starts the engine, and waits until all is done; or until it is clear that it will not be: returns why. */
  async within(open, patience) {
    this.isUnderWay = false;
    const engine = await open(this.address(this.current));
    let timer;
    try {
      return await new Promise((resolve) => {
        const silent = () => resolve(`nothing was heard for ${patience / 1000} s\n${engine.said?.() ?? ""}`);
        this.heard = () => {
          clearTimeout(timer);
          if (this.current === undefined) resolve(undefined);
          else timer = setTimeout(silent, patience);
        };
        this.heard();
        engine.ended.then((why) => resolve(`the engine ended: ${why}`));
      });
    } finally {
      clearTimeout(timer);
      await engine.close();
    }
  }

  /** Gives up the step that was under way; or the whole cell, if its page did not even say that it is there. */
  fail(why) {
    const cell = this.cells[this.current];
    if (this.isUnderWay) cell.settle(why);
    else cell.giveUp(why);
    if (cell.isOver) this.log(cell);
  }
}

/**
 * Starts a program, as what `run` wants to have of an engine.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env] what its environment has besides this program's
 */
export function program(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = `${errors}${chunk}`.slice(-2000);
  });
  const said = () => errors;
  const ended = once(child, "exit").then(([code, signal]) => `${signal ?? `exit code ${code}`}\n${said()}`);
  return {
    ended,
    said,
    async close() {
      // The whole group: engines have processes of their own, and some are started through a script.
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
      await ended;
    },
  };
}
