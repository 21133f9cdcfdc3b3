/**
 * Puts the parts together: the phone, the host that answers the shop's page inside it, and the inspector beside it.
 */
import { setClock } from "./clock.mjs";
import { DeviceError, device } from "./device.mjs";
import { byTestId } from "./dom.mjs";
import { frameChannel } from "./host/channel.mjs";
import { Delivery } from "./host/delivery.mjs";
import { Desk } from "./host/desk.mjs";
import { Host } from "./host/host.mjs";
import { methods } from "./host/methods.mjs";
import { Rules } from "./host/rules.mjs";
import { language, onLanguage, setLanguage, t, translate } from "./i18n.mjs";
import { Inspector } from "./inspector/inspector.mjs";
import { Replay } from "./inspector/replay.mjs";
import { Timeline } from "./inspector/timeline.mjs";
import { Phone } from "./screens/phone.mjs";
import { go, routes } from "./screens/routes.mjs";
import { showAccounts } from "./sheets/accounts.mjs";
import { Requests } from "./sheets/requests.mjs";
import { Sheet } from "./sheets/sheet.mjs";
import { loadWorld, switchUser } from "./world.mjs";

const asked = Date.now();
const [settings, world] = await Promise.all([device.settings(), loadWorld()]);
setClock(world.now, asked);

/** The SDK that has introduced itself, if one has: its name and version. */
let connected;
const timeline = new Timeline();
const replay = new Replay();
const rules = new Rules(settings.headless);
const sheet = new Sheet(byTestId("sheets"), byTestId("screens"), byTestId("announcer"));

const phone = new Phone(
  {
    chats: byTestId("screen-chats"),
    chat: byTestId("screen-chat"),
    page: byTestId("screen-page"),
    toasts: byTestId("toasts"),
    clock: byTestId("clock"),
  },
  settings,
  {
    showAccounts: () => showAccounts(sheet, handOver),
    pageLoaded: () => host.announce(),
    pageLeft: forgetPage,
  },
);
const { frame } = phone.webView;
const pageOrigin = () => phone.webView.origin;
const delivery = new Delivery(frame, pageOrigin);
const desk = new Desk({ rules, replay, delivery, restart });
const host = await Host.create({
  channel: frameChannel(frame, pageOrigin),
  origins: shopOrigins(),
  info: { name: "VVChat simulator", version: settings.version },
  methods: Object.keys(methods),
  events: {
    onCall: (call) => desk.take(call),
    onCancel(call) {
      const state = desk.state(call);
      if (state !== undefined) {
        desk.drop(call, "given_up");
      }
      // A request that was to stay unanswered stays so to its end.
      return state === "asking";
    },
    onHello: connect,
    onMessage: (message) => timeline.message(message),
  },
});
desk.onChange((call, { message: _message, ...changes }) => timeline.call(call.id, changes));
new Requests(desk, sheet, (words) => phone.report(words));
const inspector = new Inspector({ timeline, replay, rules, desk, restart });

/** The origins of all shops that the phone can open. */
function shopOrigins() {
  const urls = [settings.shop_url, ...world.apps.map(({ url }) => url).filter((url) => url !== null)];
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

/** What the page had asked is void, and whoever it was has gone. */
function forgetPage() {
  host.forget();
  desk.clear();
  connect(undefined);
}

/** The app crashes and comes back: it knows nothing of what it was asked, and says that it is there. */
function restart() {
  forgetPage();
  host.announce();
}

/** Gives the phone to another person. */
async function handOver(user) {
  switchUser(user);
  phone.rebuild();
  go(routes.chats());
  await phone.show({ moveFocus: true });
}

/** The SDK in the page has introduced itself; or, without one, no page is connected any more. */
function connect(sdk) {
  connected = sdk;
  showConnection();
}

function showConnection() {
  const place = byTestId("connection");
  place.textContent = connected === undefined ? t("connection.waiting") : t("connection.made", connected);
  place.dataset.made = String(connected !== undefined);
}

function showWords() {
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  translate(document);
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === language()));
  }
  showConnection();
}

/** On narrow screens there is room for one view only. */
function showView(view) {
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll(".views [data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
}

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => setLanguage(button.dataset.lang));
}
for (const button of document.querySelectorAll(".views [data-view]")) {
  button.addEventListener("click", () => showView(button.dataset.view));
}
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof DeviceError) {
    event.preventDefault();
    phone.report(t("device.failed", { message: event.reason.message }));
  }
});

/** Asks for what the phone may have missed. */
async function catchUp() {
  for (const exchange of await device.exchanges()) {
    timeline.exchange(exchange);
  }
  await Promise.all([phone.refresh(), inspector.refreshPlatform()]);
}

device.listen(catchUp, {
  message: (message) => phone.receive(message),
  exchange: (exchange) => timeline.exchange(exchange),
  order: () => inspector.refreshPlatform(),
  notification: () => inspector.refreshPlatform(),
  clock({ now }) {
    setClock(now);
    phone.tick();
    inspector.refreshPlatform();
  },
  // Nothing of what is shown is there any more.
  reset() {
    go(routes.chats());
    location.reload();
  },
});

onLanguage(showWords);
showWords();
showView("phone");
phone.rebuild();
await phone.show();
