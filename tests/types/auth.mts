// The result of `auth` is a union, which `err_code` tells apart.
import type { AuthAllowed, AuthParams, AuthRefused, AuthResult } from "vvchat-jssdk";
import vvchat from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

const result = await vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" });
exactly<AuthAllowed | AuthRefused>()(result);

if (result.err_code === 0) {
  exactly<AuthAllowed>()(result);
  exactly<string>()(result.code);
  exactly<string | undefined>()(result.state);
  // @ts-expect-error: nothing went wrong that there could be words about
  result.err_msg;
} else {
  exactly<AuthRefused>()(result);
  exactly<string | undefined>()(result.err_msg);
  exactly<string | undefined>()(result.state);
  // @ts-expect-error: a user who refused has given no code
  result.code;
}

// @ts-expect-error: there is a code only if the user agreed
result.code;

// In the other ways of asking.
export const code = (answer: AuthResult): string | undefined => (answer.err_code ? undefined : answer.code);
export function reply(answer: AuthResult): string {
  switch (answer.err_code) {
    case 0:
      return answer.code;
    case 400:
      return answer.err_msg ?? "refused";
    default:
      exactly<AuthRefused>()(answer);
      return "refused";
  }
}
vvchat.call("auth", { app_id: "test", scope: "snsapi_userinfo" }, (answer) => {
  if (answer.err_code !== 0) return exactly<AuthRefused>()(answer);
  return exactly<AuthAllowed>()(answer);
});

/** Any host's number is a number. */
export const number: number = result.err_code;

// Scopes: the known ones are offered, others of the platform's future are taken.
export const scopes: AuthParams["scope"][] = [
  "snsapi_userinfo",
  "sessionapi_sendmsg:IqxDpc-s6S_9RaXMmag39YVH7W810Z57:2",
  "snsapi_base",
];
const { session_id, session_type } = await vvchat.getSession();
vvchat.auth({ app_id: "test", scope: `sessionapi_sendmsg:${session_id}:${session_type}` });
exactly<{ app_id: string; scope: AuthParams["scope"]; state?: string | null | undefined }>()({} as AuthParams);
// @ts-expect-error: a scope is text
vvchat.auth({ app_id: "test", scope: 1 });
// @ts-expect-error: state is text
vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state: 7 });
