// Bridges that an embedder plugs in.
import type { Bridge } from "vvchat-jssdk";
import vvchat from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

exactly<(bridge: Bridge) => Promise<void>>()(vvchat.use);

// What is given to each function is known without saying so.
vvchat.use({
  name: "my-app",
  send: (message) => exactly<string>()(message),
  subscribe: (receive) => {
    exactly<(message: unknown) => void>()(receive);
    receive('{"jsonrpc":"2.0","method":"vvchat.ready"}');
    receive({ jsonrpc: "2.0", method: "vvchat.ready" });
  },
});

// The reply may be what `send` returns, or promises.
vvchat.use({ name: "at once", send: () => "{}", subscribe() {} });
vvchat.use({ name: "later", send: async (message) => JSON.parse(message), subscribe() {} });

/** A class is as good as an object. */
export class MyBridge implements Bridge {
  readonly name = "my-bridge";
  receive: ((message: unknown) => void) | undefined;

  send(message: string) {
    return fetch("/ask", { method: "POST", body: message }).then((response) => response.text());
  }

  subscribe(receive: (message: unknown) => void) {
    this.receive = receive;
  }
}
vvchat.use(new MyBridge());

const send = (message: string) => message;
const subscribe = () => {};
vvchat.use({ name: "whole", send, subscribe });
// @ts-expect-error: a bridge is needed
vvchat.use();
// @ts-expect-error: the name is missing
vvchat.use({ send, subscribe });
// @ts-expect-error: `send` is missing
vvchat.use({ name: "deaf", subscribe });
// @ts-expect-error: `subscribe` is missing
vvchat.use({ name: "mute", send });
// @ts-expect-error: a name is text
vvchat.use({ name: 7, send, subscribe });
// @ts-expect-error: not a function
vvchat.use({ name: "wrong", send: "message", subscribe });
// @ts-expect-error: messages are text
vvchat.use({ name: "wrong", send: (message: number) => message, subscribe });
// @ts-expect-error: what subscribes is a function
vvchat.use({ name: "wrong", send, subscribe: (receive: string) => receive });
// @ts-expect-error: the names of the bridges that are there are for `config`
vvchat.use("injected");
