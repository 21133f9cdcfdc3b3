/**
 * A host: an app that answers pages. Its options are checked here, its messages by the Rust half.
 */
import { App } from "./app.mjs";
import { core } from "./core.mjs";
import { Frame } from "./frame.mjs";

export async function createHost(options) {
  const checked = check(options);
  return new Host(await core(), checked);
}

class Host {
  #rust;
  #options;

  constructor(rust, options) {
    this.#rust = rust;
    this.#options = options;
    // What only Rust can tell, such as what an origin is, it tells now.
    this.page();
  }

  attach(iframe) {
    if (typeof iframe?.contentWindow?.postMessage !== "function") {
      throw new TypeError("attach: an iframe that is in a document is expected");
    }
    const frame = new Frame(this.#rust, this.#options, iframe);
    return { announce: () => frame.announce(), forget: () => frame.forget(), detach: () => frame.detach() };
  }

  page() {
    const { info, methods, origins } = this.#options;
    const page = new this.#rust.Page(new App(this.#options), info.name, info.version, Object.keys(methods), origins);
    return {
      receive(message, origin) {
        expect("receive: message", message, "a string", typeof message === "string");
        expect("receive: origin", origin, "a string", typeof origin === "string");
        return page.receive(message, origin);
      },
      forget: () => page.forget(),
      ready: () => this.#rust.ready(),
    };
  }
}

const isObject = (value) => typeof value === "object" && value !== null;
const isFunction = (value) => typeof value === "function";

/** The options, copied, so that nothing changes under way. */
function check(options) {
  expect("createHost: options", options, "an object", isObject(options));
  const { origins, info, methods, onProblem = warn, onHello, ...others } = options;
  const [slip] = Object.keys(others);
  if (slip !== undefined) throw new TypeError(`createHost: there is no option ${JSON.stringify(slip)}`);

  const areTexts = Array.isArray(origins) && origins.every((origin) => typeof origin === "string");
  expect("createHost: origins", origins, "an array of strings", areTexts);
  expect("createHost: info", info, "an object", isObject(info));
  for (const name of ["name", "version"]) {
    expect(`createHost: info.${name}`, info[name], "a string", typeof info[name] === "string");
  }
  expect("createHost: methods", methods, "an object", isObject(methods));
  for (const [name, method] of Object.entries(methods)) {
    expect(`createHost: methods.${name}`, method, "a function", isFunction(method));
  }
  expect("createHost: onProblem", onProblem, "a function", isFunction(onProblem));
  expect("createHost: onHello", onHello, "a function", onHello === undefined || isFunction(onHello));
  return { origins: [...origins], info: { ...info }, methods: { ...methods }, onProblem, onHello };
}

function expect(what, value, expected, holds) {
  if (!holds) throw new TypeError(`${what} must be ${expected}, but it is ${kindOf(value)}`);
}

function kindOf(value) {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** What becomes of problems that nobody wants to hear of. */
function warn({ message, error }) {
  console.warn(`vvchat-jssdk/host: ${message}`, ...(error === undefined ? [] : [error]));
}
