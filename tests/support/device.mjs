/**
 * The simulator's device API: what the phone asks VVChat's servers, and tests ask in a person's name.
 */
import assert from "node:assert/strict";

/** Asks the simulator at `app`; with a body it is a POST. */
export async function ask(app, path, body) {
  const post = {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: app },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${app}${path}`, body === undefined ? {} : post);
  const answer = await response.json();
  assert.equal(response.status, 200, `${path}: ${answer.err_msg}`);
  return answer;
}
