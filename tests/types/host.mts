// The embedder's half.

import type { MethodMap } from "vvchat-jssdk";
import type * as all from "vvchat-jssdk/host";
import type { AuthParams, Call, Host, HostOptions, Info, Methods, Page, Problem, Session } from "vvchat-jssdk/host";
import { createHost, Refusal } from "vvchat-jssdk/host";
import { exactly } from "./exact.mjs";

exactly<"createHost" | "Refusal">()({} as unknown as keyof typeof all);

const info = { name: "Tea house", version: "1.0" };
const origins = ["https://shop.example"];

exactly<Promise<Host>>()(createHost({ origins, info, methods: {} }));
// @ts-expect-error: nobody is answered without a list
createHost({ info, methods: {} });
// @ts-expect-error: a slip in a name
createHost({ origins, info, methods: {}, onproblem() {} });
// @ts-expect-error: no such method
createHost({ origins, info, methods: { scan() {} } });

const options: HostOptions = {
  origins,
  info,
  onProblem({ kind, message, isHosts, error }) {
    exactly<Problem["kind"]>()(kind);
    exactly<string>()(message);
    exactly<boolean>()(isHosts);
    exactly<unknown>()(error);
  },
  onHello({ id, origin, sdk }) {
    exactly<string>()(id);
    exactly<string>()(origin);
    exactly<Info | null>()(sdk);
  },
  methods: {
    auth(params, call) {
      exactly<AuthParams>()(params);
      exactly<Call>()(call);
      exactly<AbortSignal>()(call.signal);
      return { code: "C1", state: params.state };
    },
    async pay({ imprest_code }) {
      if (imprest_code === "") throw Refusal.cancelled();
      return { trade_no: "T1" };
    },
    getSession: () => ({ session_id: "S1", session_type: 1 }),
    selectSession: async (): Promise<Session> => ({ session_id: "S1", session_type: 2 }),
    share: ({ sub_title }) => ({ code: 400, error: sub_title }),
  },
};
const host = await createHost(options);
// @ts-expect-error: a number would lose its last digits
export const wrong: Methods = { pay: () => ({ trade_no: 20171202 }) };
// @ts-expect-error: 1 or 2
export const wrongType: Methods = { getSession: () => ({ session_id: "S1", session_type: 3 }) };

const frame = host.attach(document.querySelector("iframe") as HTMLIFrameElement);
exactly<void>()(frame.announce());
exactly<void>()(frame.forget());
exactly<void>()(frame.detach());
// @ts-expect-error: it may not be there
host.attach(document.querySelector("iframe"));

exactly<Page>()(host.page());
exactly<Promise<string | null>>()(host.page().receive("{}", "https://shop.example"));
exactly<string>()(host.page().ready());
exactly<number>()(new Refusal(400, "no").code);

/** What a page may send is what a host may get, but for the `null` that stands for what is left out. */
type Sent<P> = { [K in keyof P]: Exclude<P[K], null | undefined> };
type Taken<M extends keyof MethodMap> = Parameters<Required<Methods>[M]>[0];
export const auth = (params: Sent<MethodMap["auth"]["params"]>): Taken<"auth"> => params;
export const pay = (params: Sent<MethodMap["pay"]["params"]>): Taken<"pay"> => params;
export const share = (params: Sent<MethodMap["share"]["params"]>): Taken<"share"> => params;
