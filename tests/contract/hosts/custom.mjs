/**
 * Bridges that an embedder plugs in with `use`.
 */
import { inPage } from "./in-page.mjs";

const custom = (name, can, put) => {
  const { script, install } = inPage(put);
  return {
    name: `custom bridge, ${name}`,
    bridge: "scripted",
    can: { jsonRpc: true, ...can },
    script,
    async install(page, options) {
      const { appear } = await install(page, options);
      return {
        async appear() {
          await appear();
          await page.evaluate(() => window.vvchat.use(window.scriptedBridge));
        },
      };
    },
    setup: ({ late }) => (late ? "" : "vvchat.use(window.scriptedBridge);"),
  };
};

export const byReturnValue = custom("answers by return value", { answers: "return", fail: true }, (hear, asText) => {
  window.scriptedBridge = {
    name: "scripted",
    send(text) {
      const said = [];
      hear(text, (value, fail) => said.push({ value, fail }));
      if (said.length === 0) return "";
      if (said[0].fail !== undefined) throw new Error(said[0].fail);
      return asText(said[0].value);
    },
    subscribe() {},
  };
});

export const byPromise = custom(
  "answers by promise",
  { answers: "return", later: true, fail: true, values: true },
  (hear) => {
    window.scriptedBridge = {
      name: "scripted",
      send: (text) =>
        new Promise((resolve, reject) => {
          hear(text, (value, fail) => (fail === undefined ? resolve(value) : reject(fail)));
        }),
      subscribe() {},
    };
  },
);

/** An instance of a class, which is used as one. */
export const bySubscriberText = custom(
  "answers its subscriber, with text",
  { answers: "message", later: true, again: true },
  (hear, asText) => {
    class ScriptedBridge {
      #receive;

      get name() {
        return "scripted";
      }

      send(text) {
        hear(text, (value) => setTimeout(this.#receive, 0, asText(value)));
      }

      subscribe(receive) {
        this.#receive = receive;
      }
    }
    window.scriptedBridge = new ScriptedBridge();
  },
);

/** Answers inside `send`, before that has returned. */
export const bySubscriberValue = custom(
  "answers its subscriber at once, with values",
  { answers: "message", later: true, again: true, values: true },
  (hear) => {
    let tell;
    window.scriptedBridge = {
      name: "scripted",
      send(text) {
        hear(text, (value) => tell(value));
      },
      subscribe(receive) {
        tell = receive;
      },
    };
  },
);

export const all = [byReturnValue, byPromise, bySubscriberText, bySubscriberValue];
