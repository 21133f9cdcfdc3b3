// The options of `config`.
import type { Options } from "vvchat-jssdk";
import vvchat from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

exactly<(options: Options) => Promise<void>>()(vvchat.config);
vvchat.config({});
vvchat.config({
  debug: true,
  lang: "zh",
  bridge: "post_message",
  origins: ["https://app.example"],
  hostTimeout: 5000,
  timeouts: { auth: 1, pay: 2, getSession: 3, selectSession: 4, share: 5 },
});
exactly<"en" | "zh" | undefined>()(({} as Options).lang);
exactly<"webview_javascript_bridge" | "injected" | "message_handler" | "post_message" | undefined>()(
  ({} as Options).bridge,
);

// A list that the page never changes, and options that may not be there.
const origins = ["https://app.example"] as const;
vvchat.config({ origins });
export const passOn = (options: { [Name in keyof Options]-?: Options[Name] | undefined }) => vvchat.config(options);

// @ts-expect-error: options are needed
vvchat.config();
// @ts-expect-error: not an object
vvchat.config(null);
// @ts-expect-error: yes or no
vvchat.config({ debug: "yes" });
// @ts-expect-error: a language that there are no words in
vvchat.config({ lang: "fr" });
// @ts-expect-error: there is no such bridge
vvchat.config({ bridge: "iframe" });
// @ts-expect-error: a list of origins
vvchat.config({ origins: "https://app.example" });
// @ts-expect-error: origins are text
vvchat.config({ origins: [new URL("https://app.example")] });
// @ts-expect-error: milliseconds are a number
vvchat.config({ hostTimeout: "5s" });
// @ts-expect-error: by method
vvchat.config({ timeouts: 5000 });
// @ts-expect-error: there is no such method
vvchat.config({ timeouts: { payment: 5000 } });
// @ts-expect-error: milliseconds are a number
vvchat.config({ timeouts: { pay: "5s" } });
// @ts-expect-error: a slip in an option's name
vvchat.config({ debgu: true });
