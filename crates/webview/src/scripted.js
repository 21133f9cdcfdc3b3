// How the app talks to the scripted mind: each function takes what came from a page, and returns what is to be done, as JSON. A message
// may have earlier ones answered, too.

const hearMessage = jsonRpcHost(scriptedHost);
const hearCall = scriptedHost();

let said = [];
const takeSaid = () => {
  const json = JSON.stringify(said);
  said = [];
  return json;
};

/** A message of JSON-RPC. */
// biome-ignore lint/correctness/noUnusedVariables: the app calls it by name
function message(number, text) {
  hearMessage(text, (value, fail) => {
    said.push(fail === undefined ? { number, json: JSON.stringify(value) } : { number, fail });
  });
  return takeSaid();
}

/** The queue of a WebViewJavascriptBridge. `reply(id, value)` is the script that answers a call. */
function queue(json, reply) {
  const known = ["auth", "pay", "getSession", "selectSession", "share"];
  for (const { handlerName, data, callbackId } of JSON.parse(json)) {
    // Apps log a line about a handler that they do not have, and never reply.
    if (!known.includes(handlerName)) continue;
    const say = (value) => said.push({ evaluate: reply(callbackId, value) });
    hearCall({ method: handlerName, params: data ?? undefined, id: callbackId }, ({ result, error, value }) => {
      if (value !== undefined) say(value);
      else if (error) say(JSON.stringify({ err_code: error.code, err_msg: error.message }));
      else if (result !== undefined) say(JSON.stringify(result));
    });
  }
  return takeSaid();
}

const evaluating = (name, message) =>
  `if (window.WebViewJavascriptBridge) WebViewJavascriptBridge.${name}(${JSON.stringify(JSON.stringify(message))})`;

// biome-ignore lint/correctness/noUnusedVariables: the app calls it by name
const wvjb = (json) =>
  queue(json, (responseId, responseData) => evaluating("_handleMessageFromObjC", { responseId, responseData }));

/** Java's answers are text, or nothing at all. */
// biome-ignore lint/correctness/noUnusedVariables: the app calls it by name
const jsbridge = (json) =>
  queue(json, (responseId, value) => {
    const responseData = value === null ? undefined : typeof value === "string" ? value : JSON.stringify(value);
    return evaluating("_handleMessageFromNative", { responseId, responseData });
  });
