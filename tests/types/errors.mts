// What calls fail with.
import type { MethodMap, Reason } from "vvchat-jssdk";
import vvchat, { VvchatError } from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

/** Why a call may fail, as it is written down for pages: adding a reason is one thing, losing one another. */
type Reasons =
  | "invalid_params"
  | "unknown_method"
  | "timeout"
  | "state_mismatch"
  | "aborted"
  | "internal"
  | "unsupported"
  | "malformed_reply"
  | "no_host"
  | "host_error";

try {
  await vvchat.getSession();
} catch (error) {
  // @ts-expect-error: anything may have been thrown
  error.reason;
  if (!(error instanceof VvchatError)) throw error;
  exactly<VvchatError>()(error);
  exactly<Reason>()(error.reason);
}

declare const error: VvchatError;
exactly<"VvchatError">()(error.name);
exactly<string>()(error.message);
exactly<number>()(error.err_code);
exactly<string>()(error.err_msg);
exactly<Reasons>()(error.reason);
exactly<string | null>()(error.method);
exactly<string | null>()(error.field);
exactly<string | null>()(error.request_id);
exactly<boolean>()(error.retryable);
exactly<"none" | "failed" | "unknown" | null>()(error.outcome);
exactly<Exclude<keyof VvchatError, keyof Error>>()(
  "err_code" as "err_code" | "err_msg" | "reason" | "method" | "field" | "request_id" | "retryable" | "outcome",
);

/** Pages may treat it as what it is. */
export const asError: Error = error;

/** A page that has an answer to each reason knows that it has. */
export function advice(reason: Reason): string {
  switch (reason) {
    case "no_host":
    case "unsupported":
      return "open the page in VVChat";
    case "timeout":
    case "internal":
      return "try again";
    case "aborted":
    case "host_error":
      return "";
    case "invalid_params":
    case "unknown_method":
    case "state_mismatch":
    case "malformed_reply":
      return "tell us";
    default:
      exactly<never>()(reason);
      return reason;
  }
}

// `onComplete` gets a result or an error, and can tell which.
vvchat.call("pay", { app_id: "test", imprest_code: "P1" }, null, null, (outcome) => {
  if (outcome instanceof VvchatError) exactly<VvchatError>()(outcome);
  else exactly<MethodMap["pay"]["result"]>()(outcome);
});

// The handler of all errors.
exactly<(handler: (error: VvchatError) => void) => Promise<void>>()(vvchat.onError);
vvchat.onError((each) => exactly<VvchatError>()(each));

// @ts-expect-error: there is no such reason
if (error.reason === "cancelled") throw error;
// @ts-expect-error: nor such an outcome
if (error.outcome === "paid") throw error;
// @ts-expect-error: it is a number
if (error.err_code === "400") throw error;
// @ts-expect-error: it is called `err_code`
error.code;
// @ts-expect-error: a handler is needed
vvchat.onError();
// @ts-expect-error: and has to be a function
vvchat.onError("log");
// @ts-expect-error: a handler gets errors
vvchat.onError((message: string) => message);
// @ts-expect-error: the SDK alone makes them
new VvchatError();
