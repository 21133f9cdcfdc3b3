/**
 * The tests as they run over `WebViewJavascriptBridge`, which has no messages: no handshake, no ids, no cancellation.
 */
import { answered, ask, bad, Fault, lookWhetherOffered, shown, tests } from "./tests.mjs";

/** Tests that ask of a bridge what they ask of messages. */
const SHARED = ["method.auth", "method.pay", "method.selectSession", "method.share", "texts", "big", "once"];

const test = (id) => tests.find((one) => one.id === id);

/** Whether the host has said no. By which code is its own to choose. */
function isRefusal(method, { error, result }) {
  const isError = error !== undefined || ![0, 200, "0", "200"].includes(result?.err_code ?? 0);
  return isError || (method === "share" && Number(result?.code ?? 200) !== 200);
}

/** Wrong params are refused. */
function params(name) {
  const { id, needs } = test(`params.${name}`);
  const run = async (context) => {
    const { wire, options, state } = context;
    for (const wrongParams of bad[name](options)) {
      const values = { method: name, params: JSON.stringify(wrongParams) };
      const answer = await answered(wire.request(name, wrongParams), "params.unheard", values);
      lookWhetherOffered(context, name, answer);
      if (!isRefusal(name, answer)) {
        throw new Fault("params.taken", shown(answer), values);
      }
    }
    state.refused = name;
  };
  return { id, needs, run };
}

/** A call that needs no person, if the host has answered one before: its method, its params, and whether an answer is its own. */
function harmless({ options, state: { session, refused } }) {
  if (session) {
    return {
      method: "getSession",
      params: {},
      isOwn: ({ result }) => (result?.code ?? result?.trade_no) === undefined,
    };
  }
  return (
    refused && { method: refused, params: bad[refused](options)[0], isOwn: (answer) => isRefusal(refused, answer) }
  );
}

/** `getSession`, by which later tests know that it may be asked. */
async function getSession(context, name) {
  await test("method.getSession").run(context, name);
  context.state.session = true;
}

/** Many calls are open at a time, and each callback gets its own call's answer. Every other call is one that is refused. */
async function many(context, name) {
  const { wire, options, state } = context;
  const { refused } = state;
  const count = 50;
  const isOther = (index) => index % 2 === 1 && refused !== undefined;
  const asked = Array.from({ length: count }, (_, index) =>
    isOther(index) ? wire.request(refused, bad[refused](options)[0]) : ask(context, name),
  );
  const answers = await Promise.allSettled(asked);
  const missing = answers.filter(({ status }) => status === "rejected").length;
  if (missing > 0) {
    throw new Fault("many.unheard", `${count - missing} / ${count}`, { count });
  }
  lookWhetherOffered(context, name, answers[0].value);
  const mixed = answers.find(({ value }, index) => isOther(index) && value.result?.session_id !== undefined);
  if (mixed !== undefined) {
    throw new Fault("many.mixed", shown(mixed.value), { method: refused });
  }
}

/** The bridge is there again after the page was loaded again, and what the page before has asked is not answered to this one. */
async function reload(context, name) {
  const { wire, state } = context;
  if (state.calls === undefined) {
    for (let count = 0; count < 2; count += 1) {
      ask(context, name).catch(() => {});
    }
    await context.loadAgain({ calls: wire.calls.length });
    return;
  }
  const call = harmless(context);
  if (call === undefined) {
    return;
  }
  // As often as the page before: where callbacks are counted from one again, these are called with its answers.
  const asked = Array.from({ length: state.calls }, () => wire.request(call.method, call.params));
  const answers = (await Promise.allSettled(asked)).flatMap(({ value }) => value ?? []);
  // That some of many are left unanswered is another test's to say.
  if (answers.length === 0) {
    throw new Fault("reload.silent", undefined, { method: call.method });
  }
  const old = answers.find((answer) => !call.isOwn(answer));
  if (old !== undefined) {
    throw new Fault("reload.mixed", shown(old), { method: call.method });
  }
}

/** Every test that has a meaning over this bridge, by its id. */
export const handlerTests = new Map(
  [
    params("auth"),
    params("pay"),
    params("share"),
    { id: "many", needs: ["getSession"], run: many },
    { ...test("method.getSession"), run: getSession },
    // First those whose answer is not like the one that looks for it: a session.
    { id: "reload", needs: ["auth", "share", "pay", "selectSession", "getSession"], sheets: ["leave"], run: reload },
    ...SHARED.map(test),
  ].map((one) => [one.id, one]),
);
