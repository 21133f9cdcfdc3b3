/**
 * What the SDK knows about its way to VVChat: the first thing to look at when nothing happens.
 */
import { byTestId, element } from "./dom.mjs";
import { say } from "./language.mjs";

export async function diagnose() {
  const diagnosis = await vvchat.diagnose();
  const words = diagnosis.bridge ? say("diagnosis.through", diagnosis) : say("diagnosis.nothing");
  const ways = diagnosis.tried.map(({ bridge, why }) => element("li", {}, element("strong", {}, bridge), ` ${why}`));
  byTestId("diagnosis-words").textContent = words;
  byTestId("diagnosis-ways").replaceChildren(...ways);
  byTestId("diagnosis-data").textContent = JSON.stringify(diagnosis, null, 2);
}
