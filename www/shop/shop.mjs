/**
 * The shop's page: what each button does.
 *
 * One rule runs through all of it: the page asks, the server acts. What VVChat answers here, a code or a transaction number,
 * goes to the shop's own server, which alone holds the app_key and talks to the platform.
 */
import { diagnose } from "./diagnosis.mjs";
import { byTestId } from "./dom.mjs";
import { showAgain, start } from "./flow.mjs";
import { login } from "./flows/login.mjs";
import { sendChosen, sendHere } from "./flows/messages.mjs";
import { pay } from "./flows/pay.mjs";
import { share, shareCard } from "./flows/share.mjs";
import { lang, say, setLang } from "./language.mjs";
import { setCustomer, showCustomer } from "./member.mjs";
import { refreshOrders, showOrders } from "./orders.mjs";
import { configured } from "./sdk.mjs";
import { customer, post, shop } from "./server.mjs";
import { picked, quantity, showTeas, stock } from "./teas.mjs";

function showAll() {
  document.documentElement.lang = lang() === "zh" ? "zh-CN" : "en";
  document.title = say("shop");
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = say(element.dataset.text);
  }
  for (const element of document.querySelectorAll("[data-text-label]")) {
    element.setAttribute("aria-label", say(element.dataset.textLabel));
  }
  for (const element of document.querySelectorAll("[data-lang]")) {
    element.setAttribute("aria-pressed", String(element.dataset.lang === lang()));
  }
  showTeas();
  showCustomer();
  showOrders();
  showAgain();
}

function showBanner(text) {
  byTestId("banner").dataset.text = text;
  byTestId("banner").textContent = say(text);
  byTestId("banner").hidden = false;
}

/** The shop's own words and the SDK's errors are to be in one language. */
function speak(language) {
  setLang(language);
  showAll();
  window.vvchat?.config({ lang: language });
}

/** Asks for what the page shows, and says what is amiss. */
async function open() {
  if (window.vvchat === undefined) {
    showBanner("banner.no_sdk");
  }
  try {
    stock((await shop).products);
    setCustomer(await customer);
    await refreshOrders();
    await configured;
  } catch (error) {
    showBanner("banner.no_server");
    throw error;
  }
  if (window.vvchat !== undefined && !(await vvchat.isInVVChat())) {
    showBanner("banner.outside");
  }
}

async function logOut() {
  await post("/api/logout", {});
  // Nothing of the customer's stays on the page.
  location.reload();
}

function onPress(testId, place, run) {
  const button = byTestId(testId);
  button.dataset.place = place;
  button.addEventListener("click", () => start(place, run));
}

onPress("login", "login", login);
onPress("pay", "pay", (context) => pay(picked(), quantity(), context));
onPress("send-here", "send", (context) => sendHere(picked(), context));
onPress("send-chosen", "send", (context) => sendChosen(picked(), context));
onPress("share", "share", (context) => share(picked(), context));
onPress("share-card", "share", (context) => shareCard(picked(), byTestId("card-as").value, context));
byTestId("logout").addEventListener("click", logOut);
byTestId("diagnose").addEventListener("click", diagnose);
byTestId("diagnosis").addEventListener("toggle", diagnose);
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => speak(button.dataset.lang));
}

// Whatever came of a flow, the server may know more now.
document.addEventListener("outcome", ({ detail }) => {
  if (detail.customer !== undefined) {
    setCustomer(detail.customer);
  }
  refreshOrders();
});

showAll();
// Until here a press would have been lost: the page is there before its script.
for (const button of document.querySelectorAll("button:disabled")) {
  button.disabled = false;
}
open();
