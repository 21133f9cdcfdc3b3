/**
 * Running a flow when a button is pressed, and showing what comes of it.
 *
 * A flow is a function that returns its outcome: `{ kind, text, values, error, actions }`. What it throws is an outcome, too.
 * Its context has `signal`, which ends it when the person does not want to wait any longer, and `tell(text)`, which shows
 * how far it is.
 */
import { byTestId, element } from "./dom.mjs";
import { has, say } from "./language.mjs";
import { configured } from "./sdk.mjs";

/** The outcome that each place shows. */
const shown = new Map();
const running = new Set();

/** Runs a flow and shows its outcome in a place, unless one is running there. */
export async function start(place, run) {
  if (running.has(place)) {
    return;
  }
  setRunning(place, true);
  const left = document.activeElement;
  const outcome = await finish(place, run);
  setRunning(place, false);
  show(place, outcome);
  byTestId(`${place}-outcome`).scrollIntoView({ block: "nearest" });
  // VVChat's own screens had the focus; back to where the person left off.
  if (document.hasFocus() && document.activeElement === document.body) {
    (left.isConnected ? left : byTestId(`${place}-outcome`)).focus();
  }
  document.dispatchEvent(new CustomEvent("outcome", { detail: outcome }));
}

async function finish(place, run) {
  const controller = new AbortController();
  const tell = (text, { final = false } = {}) =>
    show(place, { kind: "waiting", text, giveUp: final ? null : () => controller.abort() });
  try {
    tell("starting");
    await configured;
    if (window.vvchat === undefined) {
      return { kind: "error", text: "banner.no_sdk" };
    }
    // Nothing is asked of anybody until there is a VVChat to go on with.
    await vvchat.ready();
    return await run({ signal: controller.signal, tell });
  } catch (error) {
    if (error.reason === undefined) {
      // A mistake in the page: whoever looks after it is to hear of it.
      reportError(error);
    }
    const text = error.reason === "aborted" ? "given_up" : `${place}.error`;
    return { kind: "error", text, error };
  }
}

/** The SDK's errors are in the person's language, and hosts speak for themselves; the server gives reasons. */
function inWords(error) {
  const text = `server.${error.reason}`;
  return error.name === "ServerError" && has(text) ? say(text, error) : (error.err_msg ?? error.message);
}

function show(place, outcome) {
  shown.set(place, outcome);
  const { kind, text, error, values = error && { err_msg: inWords(error) }, actions = [], giveUp } = outcome;
  const box = byTestId(`${place}-outcome`);
  box.className = `outcome ${kind}`;
  box.dataset.kind = kind;
  box.replaceChildren(element("p", { className: "words" }, say(text, values)));
  if (has(`${text}.detail`)) {
    box.append(element("p", { className: "detail" }, say(`${text}.detail`, values)));
  }
  if (actions.length > 0) {
    const buttons = actions.map(({ name, text, run }) => smallButton(name, text, () => start(place, run)));
    box.append(element("div", { className: "buttons" }, ...buttons));
  }
  if (giveUp) {
    box.append(smallButton("give-up", "give_up", giveUp));
  }
  if (error) {
    box.append(details(error));
  }
}

/** Shows everything once more, in the language of now. */
export function showAgain() {
  for (const [place, outcome] of shown) {
    show(place, outcome);
  }
}

/** What somebody who is asked for help will want to know. */
function details(error) {
  const fold = element("details", { data: { testid: "details" } });
  fold.append(element("summary", {}, say("details")), element("pre", {}, JSON.stringify(error, null, 2)));
  return fold;
}

function smallButton(name, text, onclick) {
  return element("button", { type: "button", className: "button small", onclick, data: { testid: name } }, say(text));
}

function setRunning(place, runs) {
  running[runs ? "add" : "delete"](place);
  for (const button of document.querySelectorAll(`[data-place="${place}"]`)) {
    button.setAttribute("aria-disabled", String(runs));
  }
}
