/**
 * The tests, in their order. Each resolves when the host was right, perhaps to something worth a note, and throws a `Fault` when it
 * was wrong.
 *
 * A test is `{ id, needs, sheets, run }`: `needs` are methods of which the host has to offer one, the first that it offers is
 * handed to `run`; `sheets` says what a person has to do with the sheets that come.
 */
import { Thrown } from "./handlers.mjs";
import { wrong } from "./schema.mjs";
import { Silence } from "./wire.mjs";

/** Something that a host did wrong: what, for the texts, and what came. */
export class Fault extends Error {
  constructor(code, came, values = {}) {
    super(code);
    this.code = code;
    this.came = came;
    this.values = values;
  }
}

/** The host has no such method, and has not said before what it has. */
export class NotOffered extends Error {}

const METHOD_NOT_FOUND = -32601;

/** The codes that JSON-RPC reserves: the request was not understood, or the host failed. */
const isReserved = (code) => code >= -32768 && code <= -32000;
export const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** The answer to a request; a fault of that code where there is none. */
export async function answered(promise, code, values) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Silence) {
      throw new Fault(code, undefined, values);
    }
    if (error instanceof Thrown) {
      throw new Fault("method.thrown", error.message, values);
    }
    throw error;
  }
}

/** Params that are right, by method. */
const good = {
  auth: ({ app_id }) => ({ app_id, scope: "snsapi_userinfo", state: "x7Kq" }),
  pay: ({ app_id, imprest_code }) => ({ app_id, imprest_code }),
  getSession: () => ({}),
  selectSession: () => ({}),
  share: ({ app_id }) => ({
    app_id,
    share_title: "Conformance",
    sub_title: "春茶",
    share_url: "https://shop.example/tea",
    thumb_url: "https://shop.example/tea.png",
  }),
};

/** Params that break one rule each, by method. */
export const bad = {
  auth: ({ app_id }) => [{ app_id }, { app_id, scope: 7 }, { app_id: " ", scope: "snsapi_userinfo" }],
  pay: ({ app_id, imprest_code }) => [{ app_id }, { app_id: 7, imprest_code }, { app_id, imprest_code: "" }],
  share: ({ app_id }) => [
    { app_id, share_title: "Tea" },
    { app_id, share_title: "Tea", share_url: "javascript:alert(1)" },
    { app_id, share_title: 7, share_url: "https://shop.example/tea" },
  ],
};

/** A request for a method with right params. */
export const ask = ({ wire, options }, method, more = {}) =>
  wire.request(`vvchat.${method}`, good[method](options), more);
const asPerson = ({ options }) => ({ timeout: options.patience });

/** Methods that ask a person, the most harmless first. */
const SHEETS = ["selectSession", "auth", "share", "pay"];

async function hello(context) {
  const { wire } = context;
  const before = wire.arrived.length;
  let answer;
  try {
    answer = await wire.hello();
  } catch (error) {
    if (!(error instanceof Silence)) {
      throw error;
    }
    const came = wire.judge(before);
    const broken = came.find(({ problem }) => problem !== undefined);
    if (broken !== undefined) {
      throw new Fault(broken.problem === "thrown" ? "hello.thrown" : "hello.framing", broken.text);
    }
    const other = came.find(({ message }) => message.method === undefined);
    throw new Fault(other === undefined ? "hello.silent" : "hello.id", other?.text);
  }
  if (answer.error?.code === METHOD_NOT_FOUND) {
    return "hello.none";
  }
  if (answer.error) {
    throw new Fault("hello.error", shown(answer));
  }
  const fault = wrong("hello.response", answer);
  if (fault !== undefined) {
    throw new Fault("hello.wrong", fault.came ?? shown(answer), fault);
  }
  context.host = answer.result;
  return undefined;
}

async function versions({ wire, host }) {
  const params = { versions: [2], sdk: { name: "vvchat-conformance", version: __VERSION__ } };
  const answer = await answered(wire.request("vvchat.hello", params), "versions.silent");
  const expected = host === undefined ? METHOD_NOT_FOUND : -32602;
  if (answer.error?.code !== expected) {
    throw new Fault("versions.code", shown(answer));
  }
}

async function unknown({ wire }) {
  for (const method of ["vvchat.conformance", "vvchat.toString", "pay"]) {
    const answer = await answered(wire.request(method, {}), "unknown.silent", { method });
    if (answer.error?.code !== METHOD_NOT_FOUND) {
      throw new Fault("unknown.code", shown(answer), { method });
    }
  }
}

function params(method) {
  return {
    id: `params.${method}`,
    needs: [method],
    async run(context) {
      const { wire, options } = context;
      for (const wrongParams of bad[method](options)) {
        const values = { method, params: JSON.stringify(wrongParams) };
        const answer = await answered(wire.request(`vvchat.${method}`, wrongParams), "params.silent", values);
        lookWhetherOffered(context, method, answer);
        if (answer.error?.code !== -32602) {
          throw new Fault("params.code", shown(answer), values);
        }
      }
    },
  };
}

/** A method's good case. What the person says is theirs to say; its form is the host's. */
function method(name) {
  return {
    id: `method.${name}`,
    needs: [name],
    sheets: name === "getSession" ? [] : ["agree"],
    async run(context) {
      const more = name === "getSession" ? {} : asPerson(context);
      const answer = await answered(ask(context, name, more), "method.silent", { method: name });
      lookWhetherOffered(context, name, answer);
      judgeAnswer(name, answer);
      if (name === "auth" && answer.result && answer.result.state !== "x7Kq") {
        throw new Fault("method.state", shown(answer));
      }
    },
  };
}

/** A host that lists no methods says of each of them whether it has it. */
export function lookWhetherOffered({ host, state }, name, answer) {
  if (host?.methods === undefined && answer.error?.code === METHOD_NOT_FOUND) {
    state.absent = [...(state.absent ?? []), name];
    throw new NotOffered();
  }
}

function judgeAnswer(name, answer) {
  const fault = wrong(`${name}.response`, answer);
  if (fault !== undefined) {
    throw new Fault("method.wrong", fault.came ?? shown(answer), { method: name, ...fault });
  }
  if (answer.error && isReserved(answer.error.code)) {
    throw new Fault("method.error", shown(answer), { method: name });
  }
}

/** An id is any text, and comes back letter for letter. */
async function ids({ wire }) {
  for (const id of ["17", "", " a b ", 'quotes " and \\', "</script>", "茶🍵", "line\nbreak\u2028", "x".repeat(1000)]) {
    const before = wire.arrived.length;
    try {
      await wire.request("vvchat.conformance", {}, { id });
    } catch (error) {
      if (!(error instanceof Silence)) {
        throw error;
      }
      const came = wire.judge(before).find(({ message }) => message?.method === undefined);
      throw new Fault("ids.changed", came?.text, { id: JSON.stringify(id).slice(0, 60) });
    }
  }
}

/** Many requests are open at a time, and each gets its own answer. */
async function many({ wire }, name) {
  const count = 50;
  const asked = Array.from({ length: count }, () => wire.request(`vvchat.${name}`, {}));
  const answers = await Promise.allSettled(asked);
  const missing = answers.filter(({ status }) => status === "rejected").length;
  if (missing > 0) {
    throw new Fault("many.missing", `${count - missing} / ${count}`, { count });
  }
}

/** What is no request is survived, and no answer to it is taken for another one's. */
async function malformed({ wire, state }) {
  const before = wire.arrived.length;
  // Each with the id by which a host may refuse it.
  const texts = [
    ["", null],
    ["{", null],
    ["null", null],
    ["[]", null],
    ["7", null],
    ['"vvchat"', null],
    ["{}", null],
    ['{"jsonrpc":"1.0","id":"c1","method":"vvchat.getSession"}', "c1"],
    ['{"jsonrpc":"2.0","id":{},"method":"vvchat.getSession"}', null],
    ['{"jsonrpc":"2.0","id":"c2"}', "c2"],
    ['{"jsonrpc":"2.0","id":"c3","method":7}', "c3"],
    ['{"jsonrpc":"2.0","id":"c4","result":{}}', "c4"],
  ];
  for (const [text] of texts) {
    wire.say(text);
  }
  // It may do so as late as it likes.
  state.refusable = texts.map(([, id]) => id);
  await answered(wire.roundTrip(), "malformed.dead");
  const taken = wire.judge(before).find(({ message }) => message?.result);
  if (taken !== undefined && taken.message.id !== wire.helloId) {
    throw new Fault("malformed.answered", taken.text);
  }
}

/** Notifications have no answer, known ones or others. */
async function notified({ wire }) {
  const before = wire.arrived.length;
  wire.notify("vvchat.conformance", {});
  wire.notify("vvchat.getSession", {});
  wire.notify("$/cancelRequest", { id: "conformance" });
  await answered(wire.roundTrip(), "hello.silent");
  const isStray = ({ message, isJudged }) => isJudged && message !== undefined && message.method === undefined;
  const answer = wire.judge(before).find(isStray);
  if (answer !== undefined) {
    throw new Fault("notified.answered", answer.text);
  }
}

/** Another window is not this page. */
async function foreign({ wire, stranger }) {
  const before = wire.arrived.length;
  const id = wire.newId();
  const params = { versions: [1], sdk: { name: "stranger", version: "0" } };
  const says = await stranger(JSON.stringify({ jsonrpc: "2.0", id, method: "vvchat.hello", params }), () =>
    answered(wire.roundTrip(), "hello.silent"),
  );
  const here = wire.judge(before).filter(({ message }) => message?.id === id);
  const texts = [...says, ...here.map(({ text }) => text)];
  const result = texts.find((text) => /"result"/.test(text));
  if (result === undefined) {
    return undefined;
  }
  if (wire.transport !== "post_message") {
    // Not all web views tell which of a page's frames has spoken.
    return "foreign.untold";
  }
  throw new Fault("foreign.answered", result);
}

/** The pieces of odd text, by name. */
const PIECES = {
  emoji: "🍵👩‍👩‍👧",
  chinese: "春茶",
  "lone surrogate": "\ud83c",
  "U+2028 U+2029": "\u2028\u2029",
  newlines: "\r\n\t",
  quotes: "'\"`",
  backslashes: "\\\\n\\u0041",
  markup: "</script><!--",
  NUL: "\u0000\u0001",
  percent: "%22%7D%",
};

async function echoed(context, state) {
  const request = context.wire.request(
    "vvchat.auth",
    { ...good.auth(context.options), state },
    { timeout: context.options.patience },
  );
  const answer = await answered(request, "method.silent", { method: "auth" });
  if (!answer.result) {
    throw new Fault("echo.none", shown(answer));
  }
  return answer.result.state;
}

async function texts(context) {
  const pieces = Object.entries(PIECES).map(([name, piece], index) => [name, `<${index}>${piece}<${index}/>`]);
  const state = pieces.map(([, piece]) => piece).join("");
  const came = await echoed(context, state);
  if (came !== state) {
    const lost = pieces.filter(([, piece]) => !String(came).includes(piece)).map(([name]) => name);
    throw new Fault("texts.changed", JSON.stringify(came), { lost: lost.join(", ") });
  }
}

async function big(context) {
  const state = "0123456789abcde\n".repeat(65_536);
  const came = await echoed(context, state);
  if (came !== state) {
    throw new Fault("big.changed", `${String(came).length}`, { length: state.length });
  }
}

/** A request with an id that is open gets no answer, or it would end the first one. */
async function repeated(context, name) {
  const { wire } = context;
  const id = wire.newId();
  const first = ask(context, name, { id, ...asPerson(context) });
  wire.ids.push(id);
  wire.say(JSON.stringify({ jsonrpc: "2.0", id, method: `vvchat.${name}`, params: good[name](context.options) }));
  const answer = await answered(first, "method.silent", { method: name });
  await answered(wire.roundTrip(), "hello.silent");
  const refused = [answer, ...wire.answersTo(id)].find(({ error }) => error && isReserved(error.code));
  if (refused !== undefined) {
    throw new Fault("repeated.ended", shown(refused));
  }
}

/** A call that is given up ends; the others do not. */
async function cancel(context, name) {
  const { wire } = context;
  const [given, kept] = [wire.newId(), wire.newId()];
  ask(context, name, { id: given, ...asPerson(context) }).catch(() => {});
  const other = ask(context, name, { id: kept, ...asPerson(context) });
  wire.notify("$/cancelRequest", { id: given });
  const answer = await answered(other, "cancel.others", { method: name });
  if (answer.error && (isReserved(answer.error.code) || answer.error.code === -32800)) {
    throw new Fault("cancel.others", shown(answer), { method: name });
  }
  await answered(wire.roundTrip(), "cancel.dead");
  const [said] = wire.answersTo(given);
  if (said?.error && isReserved(said.error.code)) {
    throw new Fault("cancel.code", shown(said));
  }
}

/** What was asked before the page was loaded again gets no answer after it. The first half asks, and loads the page again. */
async function reload(context, name) {
  const { wire, state } = context;
  if (state.asked === undefined) {
    const ids = [wire.newId(), wire.newId()];
    for (const id of ids) {
      ask(context, name, { id }).catch(() => {});
    }
    // What is answered at once has to arrive here: on its way to a page that goes, it would arrive at the next one.
    await answered(wire.roundTrip(), "hello.silent");
    await context.loadAgain({ asked: ids });
    return;
  }
  await hello(context);
  await answered(wire.roundTrip(), "hello.silent");
  const old = wire.arrived.find(({ message }) => state.asked.includes(message?.id));
  if (old !== undefined) {
    wire.judge(0);
    throw new Fault("reload.old", old.text);
  }
}

/** No request is answered twice, and nothing comes that nobody asked for. Looked at before the page was loaded again, and after. */
function once({ wire, state }) {
  const stray = state.stray ?? wire.stray(state);
  if (stray !== undefined) {
    throw new Fault(stray.code, stray.text);
  }
}

export const tests = [
  { id: "hello", run: hello },
  { id: "versions", run: versions },
  { id: "unknown", run: unknown },
  { id: "ids", run: ids },
  params("auth"),
  params("pay"),
  params("share"),
  { id: "many", needs: ["getSession", "hello"], run: many },
  { id: "notified", run: notified },
  { id: "foreign", run: foreign },
  method("getSession"),
  method("auth"),
  method("pay"),
  method("selectSession"),
  method("share"),
  { id: "texts", needs: ["auth"], sheets: ["agree"], run: texts },
  { id: "big", needs: ["auth"], sheets: ["agree"], run: big },
  { id: "repeated", needs: [...SHEETS, "getSession"], sheets: ["agree once"], run: repeated },
  { id: "cancel", needs: [...SHEETS, "getSession"], sheets: ["leave", "agree"], run: cancel },
  { id: "malformed", run: malformed },
  { id: "reload", needs: [...SHEETS, "getSession"], sheets: ["leave"], run: reload },
  { id: "once", run: once },
];
