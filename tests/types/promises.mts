// The promise forms: a function for each method, and the options of one call.
import type {
  AuthParams,
  AuthResult,
  CallOptions,
  GetSessionResult,
  MethodMap,
  PayParams,
  PayResult,
  SelectSessionResult,
  ShareParams,
  ShareResult,
} from "vvchat-jssdk";
import vvchat from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

exactly<(params: AuthParams, options?: CallOptions) => Promise<AuthResult>>()(vvchat.auth);
exactly<(params: PayParams, options?: CallOptions) => Promise<PayResult>>()(vvchat.pay);
exactly<(options?: CallOptions) => Promise<GetSessionResult>>()(vvchat.getSession);
exactly<(options?: CallOptions) => Promise<SelectSessionResult>>()(vvchat.selectSession);
exactly<(params: ShareParams, options?: CallOptions) => Promise<ShareResult>>()(vvchat.share);

// Params, field by field.
exactly<{ app_id: string; imprest_code: string }>()({} as PayParams);
exactly<{
  app_id: string;
  share_title: string;
  sub_title?: string | null | undefined;
  share_url: string;
  thumb_url?: string | null | undefined;
  share_data_url?: string | null | undefined;
}>()({} as ShareParams);

// Results, field by field.
exactly<{ trade_no: string }>()(await vvchat.pay({ app_id: "test", imprest_code: "P1" }));
exactly<{ session_id: string; session_type: 1 | 2 }>()(await vvchat.getSession());
exactly<{ session_id: string; session_type: 1 | 2 }>()(await vvchat.selectSession());
exactly<{ code: number; error?: string }>()(
  await vvchat.share({ app_id: "test", share_title: "Tea", share_url: "https://shop.example/tea" }),
);

// Every method has one.
export const form: Record<keyof MethodMap, unknown> = vvchat;

// The options of a call.
const pay = { app_id: "test", imprest_code: "P1" };
const { signal } = new AbortController();
vvchat.pay(pay, {});
vvchat.pay(pay, { signal, timeout: 60_000 });
vvchat.pay(pay, { signal: null });
vvchat.getSession({ signal, timeout: 1000 });
vvchat.selectSession({ timeout: 1000 });

// Options that may not be there.
export const passOn = (options: { signal: AbortSignal | undefined; timeout: number | undefined }) =>
  vvchat.getSession(options);

// @ts-expect-error: imprest_code is missing
vvchat.pay({ app_id: "test" });
// @ts-expect-error: a code is text
vvchat.pay({ app_id: "test", imprest_code: 20171202 });
// @ts-expect-error: params are needed
vvchat.auth();
// @ts-expect-error: params come first
vvchat.share({ timeout: 1000 });
// @ts-expect-error: there is no such method
vvchat.payment(pay);
// @ts-expect-error: getSession has no params
vvchat.getSession({ app_id: "test" });
// @ts-expect-error: nor room for empty ones
vvchat.selectSession({}, { timeout: 1000 });
// @ts-expect-error: milliseconds are a number
vvchat.pay(pay, { timeout: "60s" });
// @ts-expect-error: the signal, not its controller
vvchat.pay(pay, { signal: new AbortController() });
// @ts-expect-error: there is no such option
vvchat.pay(pay, { retries: 3 });
// @ts-expect-error: callbacks belong to `call`
vvchat.pay(pay, (result) => result);
// @ts-expect-error: a promise has to be waited for
vvchat.pay(pay).trade_no;
// @ts-expect-error: there is no third kind of conversation
if ((await vvchat.getSession()).session_type === 3) throw new Error("unreachable");
