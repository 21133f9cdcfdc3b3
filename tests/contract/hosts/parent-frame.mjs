/**
 * A host in the parent frame: a page of another origin, with the shop's page in an iframe.
 */
import { jsonRpcHost, scriptedHost } from "./scripted.mjs";

const inParent = (name, isByPort) => ({
  name,
  bridge: "post_message",
  /** It is still there, and answers, when the page that asked is gone. A port has gone with that page. */
  outlives: !isByPort,
  can: { jsonRpc: true, answers: "message", later: true, again: true, values: true },

  /** What the shop's page does: it says which origin it believes. */
  setup: ({ appOrigin }) => `vvchat.config({ origins: [${JSON.stringify(appOrigin)}] });`,

  /** The page around the shop's. A late host starts to listen, and says so, when `hostAppears()` is called. */
  app: (shopUrl, { late = false, mind = {} } = {}) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>App</title></head>
  <body>
    <iframe src="${shopUrl}" title="Shop"></iframe>
    <script>
      const shop = document.querySelector("iframe").contentWindow;
      const origin = new URL(${JSON.stringify(shopUrl)}).origin;
      const hear = (${jsonRpcHost})(${scriptedHost}, ${JSON.stringify(mind)});
      const start = () => addEventListener("message", ({ source, origin: from, data, ports: [port] }) => {
        if (source !== shop || from !== origin) return;
        if (!${isByPort}) return hear(data, (value) => shop.postMessage(value, origin));
        // Handshakes come in the open, all else by the port.
        const answer = (value) => port.postMessage(value);
        port.onmessage = ({ data }) => hear(data, answer);
        hear(data, answer);
      });
      function hostAppears() {
        start();
        shop.postMessage(JSON.stringify({ jsonrpc: "2.0", method: "vvchat.ready" }), origin);
      }
      if (!${late}) start();
    </script>
  </body>
</html>
`,
});

/** It answers as parents always could. */
export const parentFrame = inParent("parent frame", false);

/** It answers by the port that comes with the handshake. */
export const parentFrameByPort = inParent("parent frame, by its port", true);

export const all = [parentFrame, parentFrameByPort];
