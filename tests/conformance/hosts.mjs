/**
 * Hosts that are broken on purpose, each in one way, and what the conformance page has to say of each.
 *
 * A host is right but for what `broken` does, which runs in the app's page: it gets `{ right, post, now }` and returns what becomes of a
 * text from the page. `right(text)` resolves to the right answer, a text or `null`, `post(text)` posts one to the page, and
 * `message` is the text, parsed.
 */

/** What a right host does. */
export const right = async ({ text, right, post }) => {
  const answer = await right(text);
  if (answer !== null) post(answer);
};

/** Hosts that are right in a way of their own, each with the tests that have a note and those that are not run. */
export const allowed = [
  {
    name: "no handshake, and says so",
    notes: ["hello"],
    notOffered: [],
    hear: async ({ text, message, right, post }) => {
      const isHello = message?.method === "vvchat.hello" && typeof message.id === "string";
      const error = { code: -32601, message: "Method not found" };
      const answer = isHello ? JSON.stringify({ jsonrpc: "2.0", id: message.id, error }) : await right(text);
      if (answer !== null) post(answer);
    },
  },
  {
    name: "a handshake that lists no methods, and two methods",
    notes: [],
    notOffered: ["params.pay", "params.share", "method.pay", "method.selectSession", "method.share"],
    hear: async ({ text, message, right, post }) => {
      const isOffered = !/^vvchat\.(pay|selectSession|share)$/.test(message?.method);
      const error = { code: -32601, message: "Method not found" };
      const answer = isOffered ? await right(text) : JSON.stringify({ jsonrpc: "2.0", id: message.id, error });
      if (answer !== null) post(answer.replace(/,"methods":\[.*?\]/, ""));
    },
  },
  {
    name: "refusals in the platform's own form, answers out of order, nothing for what is cancelled",
    notes: [],
    notOffered: [],
    hear: async ({ text, message, right, post, state }) => {
      const answer = await right(text);
      if (answer === null || /-32800/.test(answer)) return;
      const refusal = { jsonrpc: "2.0", id: message?.id, result: { err_code: 400, err_msg: "用户取消" } };
      const said = message?.method === "vvchat.pay" && /"result"/.test(answer) ? JSON.stringify(refusal) : answer;
      // Every other session takes longer than the one after it.
      setTimeout(() => post(said), message?.method === "vvchat.getSession" ? (++state.count % 2) * 10 : 0);
    },
  },
  {
    name: "an answer that is on its way for some time, and comes before that to a handshake",
    notes: [],
    notOffered: [],
    hear: async ({ text, message, right, post, state }) => {
      const answer = await right(text);
      if (answer === null) return;
      const arrive = () => {
        for (const late of state.open.splice(0)) post(late);
      };
      if (message?.method === "vvchat.selectSession") {
        state.open.push(answer);
        setTimeout(arrive, 500);
      } else {
        if (message?.method === "vvchat.hello") arrive();
        post(answer);
      }
    },
  },
  {
    name: "refusals of what is malformed come long after it, some of them to the page after the reload",
    notes: [],
    notOffered: [],
    hear: async ({ text, message, right, post, state }) => {
      const answer = await right(text);
      if (answer === null) return;
      const isRefusal = /^(null|"c\d")$/.test(JSON.stringify(JSON.parse(answer).id));
      state.hello ??= message.id;
      const isNextPage = message?.method === "vvchat.hello" && message.id !== state.hello;
      const due = message?.method === "vvchat.selectSession" ? 1 : isNextPage ? state.open.length : 0;
      for (const late of state.open.splice(0, due)) post(late);
      if (isRefusal) state.open.push(answer);
      else post(answer);
    },
  },
];

/** Hosts, each with the row that fails, the fault, and what may not run after it. */
export const broken = [
  {
    name: "no handshake",
    row: "hello",
    fault: "hello.silent",
    ends: true,
    hear: async ({ text, message, right, post }) => {
      if (message?.method === "vvchat.hello") return;
      const answer = await right(text);
      if (answer !== null) post(answer);
    },
  },
  {
    name: "another version than was asked for",
    row: "hello",
    fault: "hello.wrong",
    ends: true,
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(answer.replace('"version":1,', '"version":2,'));
    },
  },
  {
    name: "methods as a text",
    row: "hello",
    fault: "hello.wrong",
    ends: true,
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(answer.replace(/"methods":\[.*?\]/, '"methods":"auth,pay"'));
    },
  },
  {
    name: "takes every version",
    row: "versions",
    fault: "versions.code",
    hear: async ({ text, right, post }) => {
      const answer = await right(text.replace('"versions":[2]', '"versions":[1]'));
      if (answer !== null) post(answer);
    },
  },
  {
    name: "an id of its own",
    row: "hello",
    fault: "hello.id",
    ends: true,
    hear: async ({ text, message, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(JSON.stringify({ ...JSON.parse(answer), id: `re:${message.id}` }));
    },
  },
  {
    name: "ids as numbers",
    row: "ids",
    fault: "ids.changed",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer === null) return;
      const { id, ...more } = JSON.parse(answer);
      post(JSON.stringify({ ...more, id: /^\d+$/.test(id) ? Number(id) : id }));
    },
  },
  {
    name: "ids trimmed",
    row: "ids",
    fault: "ids.changed",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer === null) return;
      const { id, ...more } = JSON.parse(answer);
      post(JSON.stringify({ ...more, id: id === null ? null : id.trim() }));
    },
  },
  {
    name: "framing around the JSON",
    row: "hello",
    fault: "hello.framing",
    ends: true,
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(`vvchat:${answer.length}:${answer}`);
    },
  },
  {
    name: "answers twice",
    row: "once",
    fault: "once.twice",
    hear: async ({ text, message, right, post }) => {
      const answer = await right(text);
      if (answer === null) return;
      post(answer);
      if (message?.method === "vvchat.getSession") post(answer);
    },
  },
  {
    name: "says true to everything",
    row: "once",
    fault: "once.noise",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer === null) return;
      post("true");
      post(answer);
    },
  },
  {
    name: "calls by another version of JSON-RPC are answered as well, after a while",
    row: "once",
    fault: "once.stray",
    hear: async ({ text, message, right, post, state }) => {
      const answer = await right(message?.jsonrpc === "1.0" ? text.replace("1.0", "2.0") : text);
      if (answer === null) return;
      if (message?.method === "vvchat.selectSession") for (const late of state.open.splice(0)) post(late);
      if (message?.jsonrpc === "1.0") state.open.push(answer);
      else post(answer);
    },
  },
  {
    name: "drops the third of many",
    row: "many",
    fault: "many.missing",
    hear: async ({ text, message, right, post, state }) => {
      const answer = await right(text);
      if (message?.method === "vvchat.getSession" && ++state.count === 3) return;
      if (answer !== null) post(answer);
    },
  },
  {
    name: "a session of the wrong shape",
    row: "method.getSession",
    fault: "method.wrong",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(answer.replace('"session_type":1', '"session_type":"single"'));
    },
  },
  {
    name: "a trade_no as a number that lost its last digits",
    row: "method.pay",
    fault: "method.wrong",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(answer.replace('"trade_no":"201712023384923834"', '"trade_no":201712023384923840'));
    },
  },
  {
    name: "a result and an error",
    row: "method.share",
    fault: "method.wrong",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null)
        post(answer.replace('"result":{"code":200}', '"result":{"code":200},"error":{"code":1,"message":"ok"}'));
    },
  },
  {
    name: "a user's no by a code of JSON-RPC",
    row: "method.pay",
    fault: "method.error",
    hear: async ({ text, message, right, post }) => {
      const answer = await right(text);
      if (answer === null) return;
      const isPaid = message?.method === "vvchat.pay" && /"result"/.test(answer);
      const error = { code: -32000, message: "cancelled" };
      post(isPaid ? JSON.stringify({ jsonrpc: "2.0", id: message.id, error }) : answer);
    },
  },
  {
    name: "no answer to unknown methods",
    row: "unknown",
    fault: "unknown.silent",
    hear: async ({ text, message, right, post }) => {
      const answer = await right(text);
      const isOdd = message?.method === "vvchat.conformance" && message.id?.length === 33;
      if (answer !== null && !isOdd) post(answer);
    },
  },
  {
    name: "another code for unknown methods",
    row: "unknown",
    fault: "unknown.code",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(answer.replace("-32601", "-32603"));
    },
  },
  {
    name: "pays whatever the params are",
    row: "params.pay",
    fault: "params.code",
    hear: async ({ text, message, right, post }) => {
      const answer = await right(text);
      if (answer === null) return;
      const isBad = message?.method === "vvchat.pay" && /-32602/.test(answer);
      post(isBad ? JSON.stringify({ jsonrpc: "2.0", id: message.id, result: { trade_no: "T1" } }) : answer);
    },
  },
  {
    name: "no answer to wrong params",
    row: "params.share",
    fault: "params.silent",
    hear: async ({ text, message, right, post }) => {
      const answer = await right(text);
      const isBad = message?.method === "vvchat.share" && /-32602/.test(answer);
      if (answer !== null && !isBad) post(answer);
    },
  },
  {
    name: "cancelling ends another call",
    row: "cancel",
    fault: "cancel.others",
    hear: async ({ text, message, right, post, state }) => {
      const answer = await right(text);
      if (message?.method === "vvchat.selectSession") {
        state.seen.add(message.id);
        // Whose person takes until the cancellation: the fourth is asked together with one that is cancelled.
        if (state.seen.size === 4) return;
      }
      if (answer !== null) post(answer);
    },
  },
  {
    name: "emoji lost",
    row: "texts",
    fault: "texts.changed",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null && /"state"/.test(answer)) post(answer.replace(/\p{Extended_Pictographic}/gu, "?"));
      else if (answer !== null) post(answer);
    },
  },
  {
    name: "U+2028 lost",
    row: "texts",
    fault: "texts.changed",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null && /"state"/.test(answer)) post(answer.replace(/[\u2028\u2029]/g, ""));
      else if (answer !== null) post(answer);
    },
  },
  {
    name: "cuts off what is long",
    row: "big",
    fault: "big.changed",
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer === null || answer.length < 100_000) {
        if (answer !== null) post(answer);
        return;
      }
      const message = JSON.parse(answer);
      message.result.state = message.result.state.slice(0, 65_536);
      post(JSON.stringify(message));
    },
  },
  {
    name: "refuses a repeated id",
    row: "repeated",
    fault: "repeated.ended",
    hear: async ({ text, message, right, post, state }) => {
      const isKnown = state.seen.has(message?.id);
      state.seen.add(message?.id);
      const answer = await right(text);
      if (isKnown && message?.method === "vvchat.selectSession") {
        post(JSON.stringify({ jsonrpc: "2.0", id: message.id, error: { code: -32600, message: "repeated" } }));
      } else if (answer !== null) {
        post(answer);
      }
    },
  },
  {
    name: "answers notifications",
    row: "notified",
    fault: "notified.answered",
    hear: async ({ text, message, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(answer);
      if (message?.method === "vvchat.getSession" && message.id === undefined) {
        post('{"jsonrpc":"2.0","id":null,"result":{"session_id":"S","session_type":1}}');
      }
    },
  },
  {
    name: "stops when a message is no JSON",
    row: "malformed",
    fault: "malformed.dead",
    ends: true,
    hear: async ({ text, message, right, post, state }) => {
      if (message === undefined) state.isDead = true;
      const answer = state.isDead ? null : await right(text);
      if (answer !== null) post(answer);
    },
  },
  {
    name: "answers after a reload",
    row: "reload",
    fault: "reload.old",
    ends: true,
    hear: async ({ text, message, right, post, state }) => {
      const answer = await right(text);
      if (message?.method === "vvchat.selectSession") state.late = answer;
      if (
        message?.method === "vvchat.hello" &&
        message.params.sdk.name === "vvchat-conformance" &&
        /"result"/.test(answer)
      ) {
        // What the last page has asked is answered to this one.
        if (state.hello !== undefined && state.hello !== message.id) post(state.late);
        state.hello = message.id;
      }
      if (answer !== null) post(answer);
    },
  },
  {
    name: "answers every window, to *",
    row: "foreign",
    fault: "foreign.answered",
    everyone: true,
    hear: async ({ text, right, post }) => {
      const answer = await right(text);
      if (answer !== null) post(answer);
    },
  },
];
