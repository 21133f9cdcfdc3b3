/**
 * Runs the tests, one after the other, and goes on after the page was loaded again.
 */
import { handlerTests } from "./handler-tests.mjs";
import { Handlers } from "./handlers.mjs";
import { letStrangerSay } from "./stranger.mjs";
import { Fault, NotOffered, tests } from "./tests.mjs";
import { findHost } from "./transport.mjs";
import { Wire } from "./wire.mjs";

/** The tests that nothing after them can do without. */
const ESSENTIAL = new Set(["hello", "malformed", "reload"]);

const METHODS = ["auth", "pay", "getSession", "selectSession", "share"];

/**
 * The run that the page was loaded again for, if that is so. It waited in the page's place in the history: a frame may have no
 * storage.
 */
export function keptRun() {
  const kept = history.state?.conformance;
  history.replaceState(null, "");
  return kept;
}

/**
 * Runs them all.
 *
 * @param {{ app_id: string, imprest_code: string, origin?: string, methods?: string[], timeout: number, patience: number }} options
 * @param {(rows: object[], running: string | undefined) => void} show called with each change
 * @param {object} [kept] a run to go on with
 * @returns {Promise<object>} the report
 */
export async function run(options, show, kept) {
  const startedAt = kept?.startedAt ?? Date.now();
  const rows = kept?.rows ?? tests.map(({ id }) => ({ id, state: "waiting" }));
  const state = kept?.state ?? {};
  const context = { options, state, host: kept?.host, stranger: letStrangerSay };
  const transport = await findHost(options.timeout, options.origin);
  const set = (row, changes) => {
    Object.assign(row, changes);
    show(rows);
  };
  // A host that was there before the page was loaded again has to be there after it.
  if (transport === undefined || (kept !== undefined && kept.transport !== transport.name)) {
    const index = kept === undefined ? 0 : rows.findIndex(({ id }) => id === "reload");
    set(rows[index], { state: "failed", fault: kept === undefined ? "transport.none" : "reload.gone" });
    leaveOut(rows.slice(index + 1));
    show(rows);
    return report();
  }
  const hasMessages = transport.bridge === undefined;
  context.wire = hasMessages ? new Wire(transport, options.timeout) : new Handlers(transport, options.timeout);
  if (!hasMessages && options.methods !== undefined) {
    // Over this bridge a host says nothing of what it offers.
    state.absent ??= METHODS.filter((name) => !options.methods.includes(name));
  }
  context.loadAgain = (more) => {
    // What was wrong with this page's messages is known to this page alone.
    state.stray = context.wire.stray(state);
    Object.assign(state, more);
    history.replaceState(
      { conformance: { startedAt, rows, state, host: context.host, transport: transport.name } },
      "",
    );
    location.reload();
    return new Promise(() => {});
  };

  for (const [index, { id }] of tests.entries()) {
    const row = rows[index];
    if (row.state !== "waiting" && row.state !== "running") {
      continue;
    }
    const test = hasMessages ? tests[index] : handlerTests.get(id);
    if (test === undefined) {
      set(row, { state: "not_applicable" });
      continue;
    }
    const name = offered(test.needs, context);
    if (test.needs !== undefined && name === undefined) {
      set(row, { state: "not_offered" });
      continue;
    }
    set(row, { state: "running", method: name });
    const begun = performance.now();
    try {
      const note = await test.run(context, name);
      set(row, { state: "passed", note, took_ms: Math.round(performance.now() - begun) });
    } catch (error) {
      if (error instanceof NotOffered) {
        set(row, { state: "not_offered" });
        continue;
      }
      if (!(error instanceof Fault)) {
        throw error;
      }
      const { code: fault, came, values } = error;
      set(row, {
        state: "failed",
        fault,
        came: shortened(came),
        values,
        took_ms: Math.round(performance.now() - begun),
      });
      if (ESSENTIAL.has(id)) {
        leaveOut(rows.slice(index + 1));
        show(rows);
        break;
      }
    }
  }
  return report();

  function report() {
    const count = (wanted) => rows.filter(({ state }) => state === wanted).length;
    return {
      conformance: __VERSION__,
      protocol: 1,
      transport: transport?.name ?? null,
      host: context.host ?? null,
      user_agent: navigator.userAgent,
      started_at: startedAt,
      took_ms: Date.now() - startedAt,
      passed: count("passed"),
      failed: count("failed"),
      not_offered: count("not_offered"),
      not_applicable: count("not_applicable"),
      not_run: count("not_run"),
      rows,
    };
  }
}

/** The first of these methods that the host offers, as far as it has said. Every host is greeted. */
function offered(needs, { host, state }) {
  const absent = state.absent ?? [];
  return needs?.find((name) => name === "hello" || (host?.methods?.includes(name) ?? !absent.includes(name)));
}

function leaveOut(rows) {
  for (const row of rows) {
    row.state = "not_run";
  }
}

/** As much of what came as a person reads. */
function shortened(text) {
  return text === undefined || text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
