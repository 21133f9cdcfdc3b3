/**
 * A host in the parent frame that hands the page one end of a channel: nobody else can speak on it, so nothing has to be checked but who
 * handed it over. The page plugs its end in with `use`.
 */
import { jsonRpcHost, scriptedHost } from "./scripted.mjs";

export const messagePort = {
  name: "MessagePort from the parent frame",
  bridge: "message_port",
  can: { jsonRpc: true, answers: "message", later: true, again: true, values: true },

  /** What the shop's page does: it asks for a port, and takes the one that comes from the app's origin. */
  setup: ({ appOrigin }) => `
    addEventListener("message", (event) => {
      if (event.source !== parent || event.origin !== ${JSON.stringify(appOrigin)} || !event.ports.length) return;
      const [port] = event.ports;
      vvchat.use({
        name: "message_port",
        send: (text) => port.postMessage(text),
        subscribe(receive) {
          port.onmessage = ({ data }) => receive(data);
        },
      });
    });
    parent.postMessage("port, please", ${JSON.stringify(appOrigin)});`,

  /** The page around the shop's. A late host hears of that wish only when `hostAppears()` is called. */
  app: (shopUrl, { late = false, mind = {} } = {}) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>App</title></head>
  <body>
    <iframe title="Shop"></iframe>
    <script>
      const frame = document.querySelector("iframe");
      const origin = new URL(${JSON.stringify(shopUrl)}).origin;
      const hear = (${jsonRpcHost})(${scriptedHost}, ${JSON.stringify(mind)});
      let hostAppears;
      const appeared = new Promise((resolve) => {
        hostAppears = resolve;
      });
      if (!${late}) hostAppears();
      addEventListener("message", async (event) => {
        if (event.source !== frame.contentWindow || event.origin !== origin || event.data !== "port, please") return;
        await appeared;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => hear(data, (value) => port1.postMessage(value));
        frame.contentWindow.postMessage("here it is", origin, [port2]);
      });
      frame.src = ${JSON.stringify(shopUrl)};
    </script>
  </body>
</html>
`,
};

export const all = [messagePort];
