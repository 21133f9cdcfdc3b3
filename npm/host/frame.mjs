/**
 * A frame that shows pages: whose messages count, and when another page has come.
 */
import { App } from "./app.mjs";

/** The frames that have a host, so that none answers twice. */
const attached = new WeakSet();

/**
 * The ports that came with handshakes from the pages of a frame, each with the page's origin. Pages go on to call by them until they
 * hear of another host, so whoever is attached to the frame next listens to them, too.
 */
const portsOf = new WeakMap();

export class Frame {
  #iframe;
  #window;
  #rust;
  #origins;
  #page;
  /** The handshakes of the page that is there: one for each copy of the SDK in it. */
  #known = new Set();
  #ports;
  /** Handshakes that may be another page's, in order: their ids, with the moment at which each came and how often it came again. */
  #doubtful = new Map();

  constructor(rust, options, iframe) {
    if (attached.has(iframe)) throw new Error("attach: this frame is attached already");
    this.#iframe = iframe;
    this.#window = iframe.ownerDocument.defaultView;
    this.#rust = rust;
    this.#origins = options.origins;
    const { name, version } = options.info;
    const app = new App(options, (hello) => this.#greeted(hello));
    this.#page = new rust.Page(app, name, version, Object.keys(options.methods), options.origins);
    attached.add(iframe);
    this.#window.addEventListener("message", this.#hear);
    if (!portsOf.has(iframe)) portsOf.set(iframe, []);
    this.#ports = portsOf.get(iframe);
    for (const { port, origin } of this.#ports) this.#listen(port, origin);
    // The page may have been there first.
    this.announce();
  }

  announce() {
    for (const origin of this.#origins) this.#post(this.#rust.ready(), origin);
  }

  forget() {
    this.#page.forget();
    this.#known.clear();
    this.#doubtful.clear();
  }

  detach() {
    this.#window.removeEventListener("message", this.#hear);
    for (const { port } of this.#ports) port.onmessage = null;
    attached.delete(this.#iframe);
    this.forget();
  }

  #hear = ({ source, origin, data, ports: [port] }) => {
    // Both are null where a closed window speaks to a frame that is not shown.
    if (source === null || source !== this.#iframe.contentWindow) return;
    // A sandboxed page is everybody's, and is not answered by its port either.
    if (port === undefined || origin === "null") {
      this.#answer(data, origin, (text) => this.#post(text, origin));
      return;
    }
    this.#ports.push({ port, origin });
    this.#answer(data, origin, this.#listen(port, origin));
  };

  /** Answers by a port what comes by it. Its other end is in a page of that origin, and in no page that comes after it. */
  #listen(port, origin) {
    const post = (text) => port.postMessage(text);
    port.onmessage = ({ data }) => this.#answer(data, origin, post);
    return post;
  }

  /** Answers a page of that origin, by the way on which it asked. */
  async #answer(data, origin, post) {
    if (typeof data !== "string") return;
    const answer = await this.#page.receive(data, origin);
    if (answer !== null) post(answer);
  }

  /** Posts to the frame while it shows a page of that origin, and to nobody else. Nobody can be named by the origin "null". */
  #post(text, origin) {
    if (origin !== "null") this.#iframe.contentWindow?.postMessage(text, origin);
  }

  /**
   * A page greets by the same id again and again. Another id is either another page's, and all that was asked before is void, or that
   * of a second copy of the SDK in the same page. To tell, the host announces itself: every copy that is there greets again, and
   * those that were there before greet first. It does so twice, since a page that has just loaded greets once more by itself.
   */
  #greeted({ id, origin }) {
    if (this.#known.has(id)) {
      // Who was there is there still, so whoever came is a copy beside it.
      for (const copy of this.#doubtful.keys()) this.#known.add(copy);
      this.#doubtful.clear();
    } else if (this.#known.size === 0) {
      this.#known.add(id);
    } else if (!this.#doubtful.has(id)) {
      this.#doubtful.set(id, { mark: this.#page.mark(), again: 0 });
      for (let time = 0; time < 2; time += 1) this.#post(this.#rust.ready(), origin);
    } else if (++this.#doubtful.get(id).again === 2) {
      this.#page.forgetBefore(this.#doubtful.get(id).mark);
      this.#known = new Set([id]);
      this.#doubtful.delete(id);
    }
  }
}
