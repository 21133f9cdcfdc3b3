// A page with a script tag: no imports, and the SDK is a global.

{
  vvchat.call(
    "getSession",
    {},
    (session) => session.session_id.trim(),
    (error) => error.reason.trim(),
  );
  const paid: Promise<{ trade_no: string }> = vvchat.pay({ app_id: "test", imprest_code: "P1" });
  paid.catch((error: unknown) => (error instanceof VvchatError ? error.outcome?.trim() : undefined));

  // As pages of the platform's first script reach it.
  window.vvchat.onReady(() => {});
  globalThis.vvchat.version.trim();

  // Functions of the page can say what they take.
  const report = (error: VvchatError): string => error.err_msg;
  window.vvchat.onError(report);

  // @ts-expect-error: imprest_code is missing
  vvchat.pay({ app_id: "test" });
  // @ts-expect-error: there is no such reason
  paid.catch((error) => error instanceof VvchatError && error.reason === "cancelled");
  // @ts-expect-error: there is no other global
  vvchatError;
}
