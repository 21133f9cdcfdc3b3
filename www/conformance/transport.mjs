/**
 * Finding the host, in the order of the SDK, and saying texts to it.
 *
 * This is not done by the SDK, which checks what arrives and throws away what it cannot use: here it is the raw messages that
 * are judged.
 */
import { askForBridge, usableBridge, watchForBridge } from "./webview-javascript-bridge.mjs";

/** How often to look for a host, in milliseconds. */
const PAUSE = 50;

/** The bridges in their order, those that have messages to judge first: what there is of each, if anything. */
const bridges = {
  injected() {
    const object = window.vvchatHost;
    return typeof object?.postMessage === "function" ? injected(object) : undefined;
  },
  message_handler() {
    const handler = window.webkit?.messageHandlers?.vvchatHost;
    return typeof handler?.postMessage === "function" ? messageHandler(handler) : undefined;
  },
  post_message(origin) {
    return window.parent !== window && origin !== undefined ? parentFrame(origin) : undefined;
  },
  webview_javascript_bridge() {
    const bridge = usableBridge();
    return bridge && { bridge };
  },
};

/**
 * Waits for a host, at most `patience` milliseconds from the page's load on.
 *
 * @param {string} [origin] the parent frame's, where the browser does not tell it
 * @returns {Promise<{ name: string, origin?: string, send(text: string): void, subscribe(hear: Function): void } |
 *   { name: string, bridge: object } | undefined>} `subscribe` calls `hear(data)` with each message of the host's; `bridge` is a
 *   `WebViewJavascriptBridge`, which has none
 */
export async function findHost(patience, origin = parentOrigin()) {
  const find = () => {
    for (const [name, look] of Object.entries(bridges)) {
      const found = look(origin);
      if (found !== undefined) {
        return { name, ...found };
      }
    }
    return undefined;
  };
  let wake = () => {};
  watchForBridge(() => wake());
  if (find() === undefined) {
    askForBridge();
  }
  if (document.readyState !== "complete") {
    await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  }
  const end = performance.now() + patience;
  let found = find();
  // Hosts put their objects into the page at any time, and most tell nobody.
  while (found === undefined && performance.now() < end) {
    await new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, PAUSE);
    });
    found = find();
  }
  return found;
}

/** Who frames this page, as far as the browser tells. */
function parentOrigin() {
  const [ancestor] = location.ancestorOrigins ?? [];
  return ancestor ?? (document.referrer === "" ? undefined : new URL(document.referrer).origin);
}

/** What a host returns for a text, now or by a promise, is a message like any other. */
function returned(value, hear) {
  if (typeof value?.then === "function") {
    value.then(
      (late) => returned(late, hear),
      (error) => hear({ thrown: String(error) }),
    );
  } else if (value !== undefined && value !== null && value !== "") {
    hear(value);
  }
}

/** What a host dispatches in the page itself: it has neither a window nor an origin that it comes from. */
function dispatched(hear) {
  for (const target of [window, document]) {
    target.addEventListener("message", ({ data, origin, source }) => {
      if (!origin && !source) {
        hear(data);
      }
    });
  }
}

function injected(object) {
  let hear = () => {};
  return {
    send(text) {
      const reply = (value) => hear(value);
      const post = () => (object.postMessage.length >= 2 ? object.postMessage(text, reply) : object.postMessage(text));
      attempt(post, hear);
    },
    subscribe(listener) {
      hear = listener;
      dispatched(hear);
      if (typeof object.addEventListener === "function") {
        object.addEventListener("message", ({ data }) => hear(data));
      } else if (Object.isExtensible(object) || "onmessage" in object) {
        object.onmessage = (event) => hear(event?.data ?? event);
      }
    },
  };
}

function messageHandler(handler) {
  let hear = () => {};
  return {
    send: (text) => attempt(() => handler.postMessage(text), hear),
    subscribe(listener) {
      hear = listener;
      dispatched(hear);
    },
  };
}

function attempt(post, hear) {
  try {
    returned(post(), hear);
  } catch (error) {
    hear({ thrown: String(error) });
  }
}

function parentFrame(host) {
  return {
    origin: host,
    send: (text) => window.parent.postMessage(text, host),
    subscribe(hear) {
      window.addEventListener("message", ({ data, origin, source }) => {
        if (source === window.parent && origin === host) {
          hear(data);
        }
      });
    },
  };
}
