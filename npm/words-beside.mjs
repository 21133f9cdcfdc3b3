// The words in a module of their own, beside the script: for ES modules, which can load it when it is needed.
import { inTime } from "./in-time.mjs";

/** How long an error waits for its words, in milliseconds. */
const PATIENCE = 5000;

let module;
let loading;

/** The words come when they are needed, or when a call has been sent: whichever is first. */
export const words = {
  get: () => module,
  load() {
    if (!loading) {
      const fetched = import("./vvchat_words.mjs");
      fetched.then(
        (loaded) => {
          module = loaded;
        },
        () => {},
      );
      loading = inTime(fetched, PATIENCE).catch(() => {
        loading = undefined;
      });
    }
    return loading;
  },
};
