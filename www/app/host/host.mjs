/**
 * VVChat's half of the conversation with a page: `vvchat-jssdk/host` reads what the page says and writes what it is answered.
 *
 * This stands between the two of them, so that every message is noted, and an answer may well go astray: what the page gets
 * is up to the `Call`, which knows the answer as it should be.
 */
import { createHost, Refusal } from "/sdk/host.mjs";
import { now } from "../clock.mjs";

const CANCEL = "$/cancelRequest";

/** A page's request. */
export class Call {
  #settle;
  #say;
  #note;

  /** Whether the page still waits for an answer, as far as the host knows. */
  isOpen = true;
  /** The text that answers the request in place of the kit's, if another one does. */
  instead;
  /** What becomes of the text that answers the request: the texts that are sent. */
  onItsWay = (text) => [text];

  constructor({ id, method, params, settle, say, note }) {
    this.id = id;
    this.method = method;
    this.params = params;
    this.#settle = settle;
    this.#say = say;
    this.#note = note;
  }

  /** The message that would answer the request so. */
  text(body) {
    return JSON.stringify({ jsonrpc: "2.0", id: this.id, ...body });
  }

  /** Answers with `{ result }` or `{ error }`; once. */
  reply(body) {
    this.isOpen = false;
    this.#settle(body);
  }

  /** Sends a text as it is. The request stays open. */
  say(text) {
    this.#say(text);
  }

  /** Notes a text that goes to the page from another window than the host's. */
  noteElsewhere(text) {
    this.#note(text, ["log.note.elsewhere"]);
  }
}

export class Host {
  #page;
  #channel;
  #events;
  /** The requests that are open, by their ids. */
  #open = new Map();
  /** What is wrong with the message that is being read. */
  #problem;

  /**
   * @param {object} options
   * @param {{ send(text: string): void, subscribe: Function }} options.channel
   * @param {string[]} options.origins those of the pages that are answered
   * @param {{ name: string, version: string }} options.info what the handshake says about this host
   * @param {string[]} options.methods the names of what it offers
   * @param {object} options.events
   * @param {(call: Call) => void} options.events.onCall a request that is to be answered
   * @param {(call: Call) => boolean} options.events.onCancel a request that the page gave up; whether it is told so
   * @param {(sdk: { name: string, version: string }) => void} options.events.onHello a page's SDK has introduced itself
   * @param {(message: object) => void} options.events.onMessage every message, both ways
   */
  static async create({ channel, origins, info, methods, events }) {
    const host = new Host();
    host.#channel = channel;
    host.#events = events;
    const ask = (method) => (_params, call) => host.#ask(method, call);
    const kit = await createHost({
      origins,
      info,
      methods: Object.fromEntries(methods.map((method) => [method, ask(method)])),
      onProblem: (problem) => host.#report(problem),
      onHello: ({ sdk }) => events.onHello(sdk ?? { name: "?", version: "?" }),
    });
    host.#page = kit.page();
    channel.subscribe(
      (text, origin) => host.#receive(text, origin),
      (text, origin) => host.#note("in", text, { kind: "ignored", note: ["log.note.foreign", { origin }] }),
    );
    return host;
  }

  /** Tells the page that the host is here, in case the page was first. */
  announce() {
    this.#send(this.#page.ready(), { method: "vvchat.ready" });
  }

  /** Lets go of all open requests without an answer: the page that asked is gone. */
  forget() {
    for (const call of this.#open.values()) {
      call.isOpen = false;
    }
    this.#open.clear();
    this.#page.forget();
  }

  async #receive(text, origin) {
    this.#problem = undefined;
    const answering = this.#page.receive(text, origin);
    const about = whatCame(text, this.#problem);
    this.#note("in", text, about);
    const answer = await answering;
    // What has no id is for nobody: no page could tell what it is about.
    if (answer === null || parse(answer).id === null) {
      return;
    }
    const call = this.#open.get(about.id);
    this.#open.delete(about.id);
    for (const sent of call === undefined ? [answer] : call.onItsWay(call.instead ?? answer)) {
      this.#send(sent, about);
    }
  }

  /** Has a request answered, whose params are as the page wrote them: the inspector compares them. */
  #ask(method, { id, params, signal }) {
    return new Promise((resolve, reject) => {
      const about = { method: `vvchat.${method}`, id };
      const call = new Call({
        id,
        method,
        params,
        settle({ result, error }) {
          if (error !== undefined) {
            // To the kit, a refusal of auth is the person's word, and so a result. That VVChat itself failed is none.
            call.instead = method === "auth" ? call.text({ error }) : undefined;
            reject(new Refusal(error.code, error.message));
          } else if (method === "auth" && result.err_code !== 0) {
            reject(new Refusal(result.err_code, result.err_msg));
          } else {
            resolve(result);
          }
        },
        say: (text) => this.#send(text, about),
        note: (text, note) => this.#note("out", text, { ...about, note }),
      });
      this.#open.set(id, call);
      signal.addEventListener("abort", () => {
        call.isOpen = false;
        if (!this.#events.onCancel(call)) {
          call.onItsWay = () => [];
        }
      });
      this.#events.onCall(call);
    });
  }

  /** Takes what the kit has to tell of the message that is being read, or of this app, which is not to happen. */
  #report(problem) {
    this.#problem = problem;
    if (problem.isHosts) {
      console.error(problem.message, problem.error);
    }
  }

  #send(text, about) {
    this.#note("out", text, about);
    this.#channel.send(text);
  }

  #note(direction, text, about) {
    this.#events.onMessage({ at: now(), direction, text, ...about, kind: about.kind ?? kindOf(parse(text)) });
  }
}

/** What a page's message is about, and why it is ignored, if it is. */
function whatCame(text, problem) {
  const message = parse(text);
  const method = typeof message?.method === "string" ? message.method : undefined;
  const ignored = (why) => ({ kind: "ignored", method, note: [`log.note.${why}`] });
  if (message === undefined) {
    return ignored("not_json");
  }
  if (problem?.kind === "no_message" || method === undefined) {
    return ignored("no_request");
  }
  if (problem?.kind === "repeated_id") {
    return ignored("repeated");
  }
  if (message.id === undefined && method !== CANCEL) {
    return ignored("unknown_notification");
  }
  return { method, id: message.id ?? message.params?.id };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kindOf(message) {
  if (message?.method !== undefined) {
    return message.id === undefined ? "notification" : "request";
  }
  if (message?.error !== undefined) {
    return "error";
  }
  return message?.result === undefined ? "rubbish" : "result";
}
