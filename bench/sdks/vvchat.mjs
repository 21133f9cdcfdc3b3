/** This project's SDK, in both builds, with a parent frame and with an injected object. */
import { readFileSync } from "node:fs";

const { version, exports } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const SCRIPT = exports["./vvchatjssdk.js"].default;
const MODULE = exports["."].import.default;

const inFrame = {
  page({ hostOrigin }) {
    vvchat.config({ origins: [hostOrigin] });
    return {
      first: () => vvchat.getSession(),
      again: () => vvchat.getSession(),
      // A text of any length fits in here: the host gets it as it is.
      send: (text) =>
        vvchat.share({ app_id: "test", share_title: "title", share_url: location.href, share_data_url: text }),
    };
  },
  host({ frame, pageOrigin, session }) {
    const results = {
      "vvchat.hello": { version: 1, host: { name: "bench", version: "1" }, methods: ["getSession", "share"] },
      "vvchat.getSession": session,
      "vvchat.share": { code: 200 },
    };
    const answer = (text, post) => {
      const { id, method } = JSON.parse(text);
      post(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] }));
    };
    addEventListener("message", ({ source, data, ports: [port] }) => {
      if (source !== frame.contentWindow || typeof data !== "string") return;
      if (port === undefined) return answer(data, (text) => source.postMessage(text, pageOrigin));
      // The page has handed over a way of its own, with the handshake.
      const post = (text) => port.postMessage(text);
      port.onmessage = (event) => answer(event.data, post);
      answer(data, post);
    });
  },
};

const injected = {
  inject({ session }) {
    // If it is a function, it gets what answers the call, and the call is answered when that is called.
    window.hold = null;
    window.vvchatHost = {
      postMessage(text) {
        const { id, method } = JSON.parse(text);
        if (method === "vvchat.hello") return JSON.stringify({ jsonrpc: "2.0", id, result: { version: 1 } });
        const result = method === "vvchat.share" ? { code: 200 } : session;
        const answer = JSON.stringify({ jsonrpc: "2.0", id, result });
        if (window.hold === null) return answer;
        window.hold(() => window.dispatchEvent(new MessageEvent("message", { data: answer })));
        return "";
      },
    };
  },
  page() {
    return {
      first: () => vvchat.getSession(),
      again: () => vvchat.getSession(),
      // A text of any length fits in here: the host gets it as it is.
      send: (text) =>
        vvchat.share({ app_id: "test", share_title: "title", share_url: location.href, share_data_url: text }),
    };
  },
};

const ours = { isOurs: true, version, deed: "`vvchat.getSession()`, with the handshake before it" };
const script = { root: SCRIPT };
const module = { root: MODULE, imports: "vvchat" };

export const scriptInFrame = {
  ...ours,
  ...inFrame,
  id: "vvchat-script",
  name: "vvchat-jssdk",
  variant: "script tag",
  file: script,
};
export const moduleInFrame = {
  ...ours,
  ...inFrame,
  id: "vvchat-module",
  name: "vvchat-jssdk",
  variant: "ES module",
  file: module,
};
export const scriptInjected = {
  ...ours,
  ...injected,
  id: "vvchat-script-injected",
  name: "vvchat-jssdk",
  variant: "script tag",
  file: script,
};
