/**
 * A cell of the matrix: the SDK in one build, with one host, in whatever engine opens the cell's page. The page holds it to the whole
 * contract, and to what only a page's life shows: calls that are made before anything else is there, a reload while calls wait, and a
 * host that comes late.
 */
import { casesFor } from "../contract/suite.mjs";
import { EARLY, LATE, LEAVES, RETURNS } from "./steps.mjs";

/** A page's scripts are known by it, where a policy goes by that. */
const NONCE = "c2hvcA";

/** A policy that allows the page its own scripts and its hosts' frames, and no WebAssembly. */
const STRICT = `default-src 'none'; script-src 'nonce-${NONCE}'; connect-src 'self'; frame-src https: wvjbscheme: yy:`;

/** How a page gets the SDK, and what it does on the very next line. */
const BUILDS = {
  script: (inline) => `<script src="/dist/vvchatjssdk.js" nonce="${NONCE}"></script>
  <script nonce="${NONCE}">${inline}</script>`,
  esm: (inline) => `<script type="module" nonce="${NONCE}">
    import vvchat, { VvchatError } from "/dist/index.mjs";
    Object.assign(window, { vvchat, VvchatError });
    ${inline}
  </script>`,
};

/** What a page does on the line after the SDK's. It hears everything, and writes it down. */
const EARLY_CALLS = `
  cell.early = { heard: [], bodyThen: cell.build === "esm" ? null : document.body };
  cell.early.settled = new Promise((resolve) => {
    const hear = (name) => (value) => {
      cell.early.heard.push(name + " " + (value.trade_no || value.code || value.session_id || value.reason));
      if (cell.early.heard.length === 6) resolve();
    };
    vvchat.onReady(() => {
      cell.early.heard.push("ready");
      if (cell.early.heard.length === 6) resolve();
    });
    vvchat.call("auth", { app_id: "test", scope: "snsapi_userinfo" }, hear("auth"), hear("auth failed"), () => {
      vvchat.call("selectSession", {}, hear("selectSession"));
    });
    vvchat.call("share", {}, hear("share"), hear("share failed"));
    const given = { app_id: "test", imprest_code: "P1" };
    vvchat.pay(given).then(hear("pay"));
    given.imprest_code = "changed later";
    vvchat.getSession().then(hear("getSession"));
  });`;

/** What reaches the page as an error that nobody handles, or its console. Runs in the page, before anything else. */
function watchProblems(problems) {
  const note = (text) => problems.push(text);
  const unhandled = (event, what) => {
    // Who expects it says so, but maybe after this listener.
    setTimeout(() => event.defaultPrevented || note(`${event.type}: ${what}`));
  };
  addEventListener("error", (event) => event instanceof ErrorEvent && unhandled(event, event.message));
  addEventListener("unhandledrejection", (event) => unhandled(event, event.reason));
  for (const name of ["debug", "info", "log", "warn", "error"]) {
    console[name] = (...values) => note(`console.${name}: ${values.join(" ")}`);
  }
}

export class Cell {
  /**
   * @param {object} host as in `tests/contract/hosts`; one without `script` and `app` is what the engine itself provides
   * @param {"script" | "esm"} build
   * @param {{ runs?: "wasm" | "js", isStrict?: boolean }} [options] `runs`: what has to run the SDK there; `isStrict`: the page's policy
   *   allows no WebAssembly
   */
  constructor(host, build, { runs = "wasm", isStrict = false } = {}) {
    this.host = host;
    this.build = build;
    this.runs = runs;
    this.headers = isStrict ? { "Content-Security-Policy": STRICT } : {};
    const canBeLate = host.script !== undefined || host.app !== undefined;
    /** What is yet to be done: the page to do it on, and the step. */
    this.plan = [
      ...[EARLY, ...casesFor(host.can), LEAVES, RETURNS].map((step) => ({ late: false, step })),
      ...(canBeLate ? [{ late: true, step: LATE }] : []),
    ];
    /** @type {{ step: string, error: string | null }[]} */
    this.results = [];
  }

  get name() {
    return `${this.host.name}, ${this.build === "esm" ? "ES module" : "script tag"}`;
  }

  get failures() {
    return this.results.filter(({ error }) => error !== null);
  }

  get isOver() {
    return this.plan.length === 0;
  }

  /** Writes down how the step that is next went, and takes it off the plan. */
  settle(error) {
    this.results.push({ step: this.plan.shift().step, error });
  }

  /** Fails all that is left. */
  giveUp(error) {
    while (!this.isOver) this.settle(error);
  }

  /** The page with the SDK. `paths` are those of the cell's routes, `appOrigin` is that of the page around it. */
  shopPage({ late, paths, appOrigin }) {
    const { script, setup, can, bridge, outlives } = this.host;
    const inline = `
      ${setup?.({ appOrigin, late }) ?? ""}
      ${late ? "vvchat.config({ hostTimeout: 600000 });" : ""}
      ${EARLY_CALLS}`;
    return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${this.name}</title>
    <link rel="icon" href="data:,">
    <script nonce="${NONCE}">
      window.cell = ${JSON.stringify({ host: { can, bridge, outlives }, build: this.build, runs: this.runs, steps: paths.steps, problems: [] })};
      (${watchProblems})(cell.problems);
      // A frame of another origin leaves both to the page around it.
      cell.open = (url) => (parent === window ? location.assign(url) : parent.postMessage({ open: url }, "*"));
      cell.appear = () => {
        if (parent !== window) return parent.postMessage({ appear: true }, "*");
        hostAppears();
        if (window.scriptedBridge) vvchat.use(scriptedBridge);
      };
    </script>
    ${script ? `<script nonce="${NONCE}">${script({ late })}</script>` : ""}
    ${BUILDS[this.build](inline)}
    <script type="module" src="/matrix/page.mjs" nonce="${NONCE}"></script>
  </head>
  <body></body>
</html>
`;
  }

  /** The page around that, where the host is one. */
  appPage({ late, shopUrl }) {
    return this.host.app(shopUrl, { late }).replace(
      "</body>",
      `<script>
        addEventListener("message", ({ data }) => {
          if (data.open) location.assign(data.open);
          if (data.appear) hostAppears();
        });
      </script>
      </body>`,
    );
  }
}
