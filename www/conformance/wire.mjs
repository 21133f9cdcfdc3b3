/**
 * The conversation with the host: what was sent, what has come, and waiting for it.
 */

/** An answer that does not come. */
export class Silence extends Error {}

export class Wire {
  #transport;
  #timeout;
  /** Who waits for an answer, by the request's id. */
  #waiting = new Map();
  #prefix;
  #sent = 0;

  /** The id of the handshake, once there was one. */
  helloId;
  /** Everything that has come: `{ text, message, problem }`; `problem` says why it is no message of JSON-RPC. */
  arrived = [];
  /** The ids of all requests of this page, in order. */
  ids = [];

  constructor(transport, timeout) {
    this.transport = transport.name;
    this.#transport = transport;
    this.#timeout = timeout;
    const random = crypto.getRandomValues(new Uint8Array(12));
    this.#prefix = `c${Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    transport.subscribe((data) => this.#hear(data));
  }

  /** An id that nobody can guess, and that none has had. */
  newId() {
    this.#sent += 1;
    return `${this.#prefix}${this.#sent.toString(16).padStart(8, "0")}`;
  }

  /** Says a text as it is. */
  say(text) {
    this.#transport.send(text);
  }

  notify(method, params) {
    this.say(JSON.stringify({ jsonrpc: "2.0", method, params }));
  }

  /** Sends a request, and resolves to its first answer: a message. Rejects with `Silence` when none comes in time. */
  request(method, params = {}, { id = this.newId(), timeout = this.#timeout } = {}) {
    this.ids.push(id);
    const answer = this.#first(id, timeout);
    this.say(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return answer;
  }

  /** Greets: by one id, as often as it does, as pages have to. */
  hello() {
    this.helloId ??= this.newId();
    const answer = this.#first(this.helloId, this.#timeout);
    this.#greet();
    return answer;
  }

  #greet() {
    const params = { versions: [1], sdk: { name: "vvchat-conformance", version: __VERSION__ } };
    this.ids.push(this.helloId);
    this.say(JSON.stringify({ jsonrpc: "2.0", id: this.helloId, method: "vvchat.hello", params }));
  }

  /** Resolves when the host has answered what was sent after everything else: what it had to say at once, it has said. */
  async roundTrip() {
    await this.hello();
    await this.hello();
  }

  /** All answers to a request so far. */
  answersTo(id) {
    return this.arrived
      .filter(({ message }) => message?.id === id && message.method === undefined)
      .map(({ message }) => message);
  }

  /** What has come since then. What of it nobody has asked for is the test's to judge, and no longer stray. */
  judge(since) {
    const came = this.arrived.slice(since);
    for (const one of came) {
      one.isJudged = !this.ids.includes(one.message?.id);
    }
    return came;
  }

  /**
   * The first thing that came and nobody has asked for. `asked` are ids of the page before this one, which are looked at elsewhere;
   * by each of `refusable` an error may come, and nothing else.
   */
  stray({ asked = [], refusable = [] }) {
    const left = new Map();
    for (const id of [...this.ids, ...refusable]) {
      left.set(id, (left.get(id) ?? 0) + 1);
    }
    for (const { text, message, problem, isJudged } of this.arrived) {
      const isAnswer = message !== undefined && message.method === undefined;
      const isExpected = isAnswer && left.get(message.id) > 0 && (message.error || this.ids.includes(message.id));
      if (isExpected) {
        left.set(message.id, left.get(message.id) - 1);
      } else if (isJudged || (isAnswer && asked.includes(message.id))) {
        // Known already.
      } else if (problem !== undefined) {
        return { code: "once.noise", text };
      } else if (isAnswer) {
        return { code: this.ids.includes(message.id) ? "once.twice" : "once.stray", text };
      }
    }
    return undefined;
  }

  /** Resolves to the next answer to that id. Of two that wait for it, the one that has waited longer gets it. */
  #first(id, timeout) {
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(id) ?? [];
      this.#waiting.set(id, queue);
      const waiter = (message) => {
        clearTimeout(timer);
        resolve(message);
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(new Silence());
      }, timeout);
      queue.push(waiter);
    });
  }

  #hear(data) {
    const came = read(data);
    this.arrived.push(came);
    const { message, problem } = came;
    if (problem !== undefined) {
      return;
    }
    if (message.method === "vvchat.ready" && message.id === undefined) {
      // Asked who is there, a page says so by the handshake that it began with. While that is open, this one may get no answer.
      if (this.helloId !== undefined) {
        this.#greet();
      }
    } else {
      this.#waiting.get(message.id)?.shift()?.(message);
    }
  }
}

/** Reads what has come. A host may hand over the message's text, or the message. */
function read(data) {
  if (typeof data === "object" && data !== null && "thrown" in data) {
    return { text: data.thrown, problem: "thrown" };
  }
  const text = typeof data === "string" ? data : JSON.stringify(data);
  let message = data;
  if (typeof data === "string") {
    try {
      message = JSON.parse(data);
    } catch {
      return { text, problem: "not_json" };
    }
  }
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    return { text, problem: "no_object" };
  }
  return message.jsonrpc === "2.0" ? { text, message } : { text, problem: "no_json_rpc" };
}
