/**
 * VVChat's half of the conversation with a page: JSON-RPC 2.0, one message a text, over any channel of texts.
 *
 * The host understands messages and remembers which requests are open. What a request is answered with is decided
 * elsewhere, and may well be wrong on purpose: a `Call` can be answered again, or with any text at all.
 */
import { now } from "../clock.mjs";

/** The version of the protocol that this host speaks. */
const VERSION = 1;
const PREFIX = "vvchat.";

/** The error codes of JSON-RPC, and of LSP for what was cancelled. */
export const codes = { unknownMethod: -32601, invalidParams: -32602, cancelled: -32800 };

/** A page's request. */
class Call {
  #say;
  #note;
  #open;

  constructor({ id, method, params, say, note, open }) {
    this.id = id;
    this.method = method;
    this.params = params;
    this.#say = say;
    this.#note = note;
    this.#open = open;
  }

  /** Whether the page still waits for an answer, as far as the host knows. */
  get isOpen() {
    return this.#open.get(this.id) === this;
  }

  /** The message that would answer the request so. */
  text(body) {
    return JSON.stringify({ jsonrpc: "2.0", id: this.id, ...body });
  }

  /** Answers with `{ result }` or `{ error }`. The first answer settles the request; further ones are sent all the same. */
  reply(body) {
    if (this.isOpen) {
      this.#open.delete(this.id);
    }
    this.#say(this.text(body));
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
  #channel;
  #info;
  #check;
  #events;
  #open = new Map();

  /**
   * @param {object} options
   * @param {{ send(text: string): void, subscribe: Function }} options.channel
   * @param {{ name: string, version: string }} options.info what the handshake says about this host
   * @param {Record<string, (params: object) => string | null>} options.methods what each method finds wrong with its params
   * @param {object} options.events
   * @param {(call: Call) => void} options.events.onCall a request that is to be answered
   * @param {(call: Call) => void} options.events.onCancel a request that the page gave up; no answer is needed
   * @param {(sdk: { name: string, version: string }) => void} options.events.onHello a page's SDK has introduced itself
   * @param {(message: object) => void} options.events.onMessage every message, both ways
   */
  constructor({ channel, info, methods, events }) {
    this.#channel = channel;
    this.#info = info;
    this.#check = methods;
    this.#events = events;
    channel.subscribe(
      (text) => this.#receive(text),
      (text, origin) => this.#note("in", text, { kind: "ignored", note: ["log.note.foreign", { origin }] }),
    );
  }

  /** Tells the page that the host is here, in case the page was first. */
  announce() {
    const method = `${PREFIX}ready`;
    this.#send(JSON.stringify({ jsonrpc: "2.0", method }), { method });
  }

  /** Lets go of all open requests without an answer: the page that asked is gone. */
  forget() {
    this.#open.clear();
  }

  #receive(text) {
    const message = parse(text);
    const method = typeof message?.method === "string" ? message.method : undefined;
    const id = message?.id;
    if (message === undefined) {
      this.#note("in", text, { kind: "ignored", note: ["log.note.not_json"] });
    } else if (message?.jsonrpc !== "2.0" || method === undefined || !isId(id)) {
      this.#note("in", text, { kind: "ignored", note: ["log.note.no_request"] });
    } else if (id === undefined) {
      this.#notified(text, message);
    } else if (this.#open.has(id)) {
      // An answer would be taken for the first one's: a payment could be reported as failed while its sheet is open.
      this.#note("in", text, { kind: "ignored", method, note: ["log.note.repeated"] });
    } else {
      this.#note("in", text, { method, id });
      this.#requested(message);
    }
  }

  #notified(text, { method, params }) {
    if (method !== "$/cancelRequest") {
      this.#note("in", text, { kind: "ignored", method, note: ["log.note.unknown_notification"] });
      return;
    }
    const id = params?.id;
    this.#note("in", text, { method, id });
    const call = this.#open.get(id);
    if (call !== undefined) {
      this.#open.delete(id);
      this.#events.onCancel(call);
    }
  }

  #requested({ id, method, params = {} }) {
    const say = (text) => this.#send(text, { method, id });
    const refuse = (code, message) => say(JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } }));
    if (method === `${PREFIX}hello`) {
      this.#greet(params, say, refuse, id);
      return;
    }
    const name = method.startsWith(PREFIX) ? method.slice(PREFIX.length) : "";
    if (!Object.hasOwn(this.#check, name)) {
      refuse(codes.unknownMethod, `${method}: there is no such method here`);
      return;
    }
    const wrong = isObject(params) ? this.#check[name](params) : "params: an object is expected";
    if (wrong !== null) {
      refuse(codes.invalidParams, `${method}: ${wrong}`);
      return;
    }
    const call = new Call({
      id,
      method: name,
      params,
      say,
      note: (text, note) => this.#note("out", text, { method, id, note }),
      open: this.#open,
    });
    this.#open.set(id, call);
    this.#events.onCall(call);
  }

  #greet({ versions, sdk }, say, refuse, id) {
    if (!Array.isArray(versions) || !versions.includes(VERSION)) {
      refuse(codes.invalidParams, `${PREFIX}hello: this host speaks version ${VERSION} alone`);
      return;
    }
    const result = { version: VERSION, host: this.#info, methods: Object.keys(this.#check) };
    say(JSON.stringify({ jsonrpc: "2.0", id, result }));
    this.#events.onHello({ name: String(sdk?.name ?? "?"), version: String(sdk?.version ?? "?") });
  }

  #send(text, about) {
    this.#note("out", text, about);
    this.#channel.send(text);
  }

  #note(direction, text, about) {
    this.#events.onMessage({ at: now(), direction, text, ...about, kind: about.kind ?? kindOf(parse(text)) });
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A request has a text or a number for an id, a notification none. */
function isId(id) {
  return id === undefined || typeof id === "string" || typeof id === "number";
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
