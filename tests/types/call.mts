// `vvchat.call`: params and result follow from the method's name.
import type {
  AuthResult,
  GetSessionResult,
  MethodMap,
  PayResult,
  SelectSessionResult,
  ShareResult,
  VvchatError,
} from "vvchat-jssdk";
import vvchat from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

const auth = { app_id: "test", scope: "snsapi_userinfo" };
const pay = { app_id: "test", imprest_code: "P1" };
const share = { app_id: "test", share_title: "Tea", share_url: "https://shop.example/tea" };

// The promise.
exactly<Promise<AuthResult>>()(vvchat.call("auth", auth));
exactly<Promise<PayResult>>()(vvchat.call("pay", pay));
exactly<Promise<GetSessionResult>>()(vvchat.call("getSession", {}));
exactly<Promise<SelectSessionResult>>()(vvchat.call("selectSession", {}));
exactly<Promise<ShareResult>>()(vvchat.call("share", share));

// The callbacks.
vvchat.call(
  "auth",
  auth,
  (result) => exactly<AuthResult>()(result),
  (error) => exactly<VvchatError>()(error),
  (outcome) => exactly<AuthResult | VvchatError>()(outcome),
);
vvchat.call(
  "pay",
  pay,
  (result) => exactly<PayResult>()(result),
  (error) => exactly<VvchatError>()(error),
  (outcome) => exactly<PayResult | VvchatError>()(outcome),
);
vvchat.call(
  "getSession",
  {},
  (result) => exactly<GetSessionResult>()(result),
  (error) => exactly<VvchatError>()(error),
  (outcome) => exactly<GetSessionResult | VvchatError>()(outcome),
);
vvchat.call(
  "selectSession",
  undefined,
  (result) => exactly<SelectSessionResult>()(result),
  (error) => exactly<VvchatError>()(error),
  (outcome) => exactly<SelectSessionResult | VvchatError>()(outcome),
);
vvchat.call(
  "share",
  share,
  (result) => exactly<ShareResult>()(result),
  (error) => exactly<VvchatError>()(error),
  (outcome) => exactly<ShareResult | VvchatError>()(outcome),
);

// Each callback may be left out, or be nothing; what it returns is nobody's business.
vvchat.call("pay", pay, null, undefined, () => true);
vvchat.call("pay", pay, undefined, (error) => error.reason);
vvchat.call("pay", pay, async ({ trade_no }) => trade_no);

// Params may be left out where there are none.
exactly<Promise<GetSessionResult>>()(vvchat.call("getSession"));
exactly<Promise<SelectSessionResult>>()(vvchat.call("selectSession", undefined));

// A method that is known only when it runs.
export function ask<M extends keyof MethodMap>(method: M, params: MethodMap[M]["params"]) {
  exactly<Promise<MethodMap[M]["result"]>>()(vvchat.call(method, params));
}

// What may be left out may also be `null`, as in data from elsewhere.
vvchat.call("auth", { ...auth, state: null });
vvchat.call("share", { ...share, sub_title: undefined, thumb_url: null, share_data_url: "{}" });

// Unknown methods.
// @ts-expect-error: there is no such method
vvchat.call("payment", pay);
// @ts-expect-error: case counts
vvchat.call("getsession");
// @ts-expect-error: it could be any name
vvchat.call(String("pay"), pay);
// @ts-expect-error: a name is needed
vvchat.call();

// Wrong params.
// @ts-expect-error: scope is missing
vvchat.call("auth", { app_id: "test" });
// @ts-expect-error: imprest_code is missing
vvchat.call("pay", { app_id: "test" });
// @ts-expect-error: share_url is missing
vvchat.call("share", { app_id: "test", share_title: "Tea" });
// @ts-expect-error: what must be there can't be `undefined`
vvchat.call("pay", { app_id: "test", imprest_code: undefined });
// @ts-expect-error: nor `null`
vvchat.call("pay", { app_id: null, imprest_code: "P1" });
// @ts-expect-error: a code is text, however much it looks like a number
vvchat.call("pay", { app_id: "test", imprest_code: 20171202 });
// @ts-expect-error: the scope is text
vvchat.call("auth", { app_id: "test", scope: ["snsapi_userinfo"] });
// @ts-expect-error: card data is JSON as text
vvchat.call("share", { ...share, share_data_url: {} });
// @ts-expect-error: a slip in the name of an optional field
vvchat.call("share", { ...share, subtitle: "First flush" });
// @ts-expect-error: another method's params
vvchat.call("share", pay);
// @ts-expect-error: not an object
vvchat.call("pay", "P1");
// @ts-expect-error: pay can't do without params
vvchat.call("pay");
// @ts-expect-error: nor with none
vvchat.call("pay", {});
// @ts-expect-error: getSession has no params
vvchat.call("getSession", { app_id: "test" });
// @ts-expect-error: nothing is not `null`
vvchat.call("getSession", null);
// @ts-expect-error: selectSession has none either
vvchat.call("selectSession", pay);

// Wrong callbacks.
// @ts-expect-error: not a function
vvchat.call("pay", pay, "paid");
// @ts-expect-error: nor is this
vvchat.call("pay", pay, null, {});
// @ts-expect-error: nor a name in place of onComplete
vvchat.call("pay", pay, null, null, "done");
// @ts-expect-error: another method's result
vvchat.call("pay", pay, (session: GetSessionResult) => session);
// @ts-expect-error: the result of pay has no session
vvchat.call("pay", pay, (result) => result.session_id);
// @ts-expect-error: an error is no text
vvchat.call("pay", pay, null, (message: string) => message);
// @ts-expect-error: onComplete gets errors as well
vvchat.call("pay", pay, null, null, (result: PayResult) => result);
// @ts-expect-error: nobody passes a second argument
vvchat.call("pay", pay, (result, status) => [result, status]);
// @ts-expect-error: options of a call belong to the promise forms
vvchat.call("pay", pay, null, null, null, { timeout: 1000 });
