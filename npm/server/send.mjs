// Sending a call: HTTP, time-outs, repeats.
import { inRust } from "./core.mjs";
import { OpenApiError } from "./error.mjs";

/** Milliseconds before the first repeat, at most; up to twice as long before each one after that. */
const PAUSE = 300;

/** Sends until there is a usable answer, or sending again would do no good, or harm. */
export async function send(prepared, { signal, timeout, retries }) {
  let mayHaveArrived = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendOnce(prepared, signal, timeout);
    } catch (error) {
      if (!error.retryable || attempt > retries) throw mayHaveArrived ? afterOthers(error) : error;
      mayHaveArrived ||= error.may_have_arrived;
    }
    await pause(attempt, signal);
  }
}

/** The last error, after an attempt that may have arrived: whoever reads only the last one might take the call for undone. */
function afterOthers(error) {
  if (!(error instanceof OpenApiError) || error.may_have_arrived) return error;
  const message = `${error.message} (an earlier attempt may have arrived)`;
  return new OpenApiError({ ...error, message, may_have_arrived: true, cause: error.cause });
}

/** One attempt, with a nonce and a time of its own. */
async function sendOnce(prepared, signal, timeout) {
  if (signal?.aborted) throw aborted(signal, false);
  const { url, ...request } = inRust(() => prepared.request(nonce(), Date.now() / 1000));
  request.headers["user-agent"] = `vvchat-jssdk/${__VERSION__}`;
  const { status, body } = await exchange(url, request, prepared, signal, timeout);
  return inRust(() => prepared.decode(status, body));
}

async function exchange(url, request, prepared, signal, timeout) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, timeout);
  signal?.addEventListener("abort", stop);
  try {
    // A redirect is not followed: it would hand the secrets in the request to another address. Its status is the answer.
    const response = await fetch(url, { ...request, redirect: "manual", signal: controller.signal });
    return { status: response.status, body: await read(response, prepared) };
  } catch (error) {
    if (error instanceof OpenApiError) throw error;
    if (signal?.aborted) throw aborted(signal, true);
    if (controller.signal.aborted) throw unanswered(prepared, "timeout", `${timeout} ms are over`);
    throw unanswered(prepared, wasUnreached(error) ? "connect" : "interrupted", words(error, url));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

const unanswered = (prepared, kind, cause) => new OpenApiError(inRust(() => prepared.unanswered(kind, cause)));

async function read(response, prepared) {
  const most = inRust((rust) => rust.maxBytes());
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) throw new OpenApiError(inRust(() => prepared.tooLong()));
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** 32 characters that nobody can guess. */
function nonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Errors that come before anything is sent: of certificates, and of addresses that fetch cannot read. */
const before = /^(CERT_|DEPTH_ZERO_SELF_SIGNED_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|ERR_INVALID_URL$)/;

/** Whether no connection was made. Where that is not known for sure, the call may have arrived. */
function wasUnreached(error) {
  const { syscall, code, errors } = error.cause ?? error;
  // One for each address that a name has.
  if (errors !== undefined) return errors.every(wasUnreached);
  return ["connect", "getaddrinfo"].includes(syscall) || code === "UND_ERR_CONNECT_TIMEOUT" || before.test(code);
}

/** What fetch says went wrong, without the URL: app_key is in it. */
function words(error, url) {
  const { message, code } = error.cause ?? error;
  return (message || code || "no reason given").replaceAll(url, "…");
}

/** A random time between half and all of the full pause: many servers shall not come back at the same moment. */
function pause(attempt, signal) {
  const time = PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  return new Promise((resolve) => {
    const timer = setTimeout(done, time);
    signal?.addEventListener("abort", done);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
}

function aborted(signal, may_have_arrived) {
  const message = `the call was aborted; it ${may_have_arrived ? "may have" : "has not"} arrived`;
  return new OpenApiError({ reason: "aborted", message, may_have_arrived, cause: signal.reason });
}
