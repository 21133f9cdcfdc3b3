// What is there beside the methods.
import type { Diagnosis, MethodMap, Options, Vvchat } from "vvchat-jssdk";
import vvchat from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

exactly<Vvchat>()(vvchat);
exactly<Exclude<keyof Vvchat, keyof MethodMap>>()(
  "call" as
    | "call"
    | "config"
    | "ready"
    | "onReady"
    | "onError"
    | "canIUse"
    | "isInVVChat"
    | "use"
    | "diagnose"
    | "version",
);

exactly<string>()(vvchat.version);
// @ts-expect-error: a version is not for pages to set
vvchat.version = "2.0.0";

// A function, or a promise, by both names.
exactly<(fn?: () => void) => Promise<void>>()(vvchat.ready);
exactly<(fn?: () => void) => Promise<void>>()(vvchat.onReady);
vvchat.ready(() => "anything");
vvchat.ready(async () => {});
// @ts-expect-error: not a function
vvchat.ready("now");
// @ts-expect-error: nobody passes an argument
vvchat.onReady((host) => host);

exactly<(method: string) => Promise<boolean>>()(vvchat.canIUse);
exactly<() => Promise<boolean>>()(vvchat.isInVVChat);
// @ts-expect-error: which method?
vvchat.canIUse();
// @ts-expect-error: methods go by name
vvchat.canIUse(vvchat.pay);

exactly<() => Promise<Diagnosis>>()(vvchat.diagnose);
exactly<{
  version: string;
  engine: { name: "wasm" | "js" | null; why: string };
  bridge: string | null;
  host: { name: string; version: string; methods: string[] | null } | null;
  tried: { bridge: string; found: boolean; why: string }[];
  pending: number;
  ignored: { unknown: number; duplicate: number; foreign: number; malformed: number };
  blocked: string[];
}>()(await vvchat.diagnose());

// What `config` takes is written down with what it is if never set: every option, and nothing else.
exactly<"debug" | "lang" | "bridge" | "origins" | "hostTimeout" | "timeouts">()({} as unknown as keyof Options);
