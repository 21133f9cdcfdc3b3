/**
 * Puts the parts together: the phone with the shop's page, the host that talks to it, and the panel beside it.
 */
import { frameChannel } from "./channel.mjs";
import { Desk } from "./decisions.mjs";
import { avatar, el } from "./dom.mjs";
import { codes, Host } from "./host.mjs";
import { language, onLanguage, say, setLanguage, t, translate } from "./i18n.mjs";
import { Log } from "./log.mjs";
import { methods } from "./methods.mjs";
import { showAutomatic } from "./panel/automatic.mjs";
import { LogTable } from "./panel/log-table.mjs";
import { Waiting } from "./panel/waiting.mjs";
import { conversationKind } from "./screens/parts.mjs";
import { Sheets } from "./screens/sheet.mjs";
import { currentConversation, openFrom } from "./world.mjs";

const $ = (selector) => document.querySelector(selector);
const testid = (name) => $(`[data-testid="${name}"]`);

const { shop_origin: shopOrigin } = await (await fetch("/settings.json")).json();
const frame = el("iframe", { class: "page", "data-testid": "shop", allow: "clipboard-write" });
const desk = new Desk();
const log = new Log();
let sdk = null;

const host = new Host({
  channel: frameChannel(frame, shopOrigin),
  info: { name: "VVChat development host", version: "0.1.0" },
  methods: Object.fromEntries(Object.entries(methods).map(([name, { check }]) => [name, check])),
  events: {
    onCall(call) {
      announce("waiting.new", call);
      desk.take(call);
    },
    onCancel(call) {
      // A request that was to stay unanswered stays so to its end.
      if (desk.state(call) === "asking") {
        call.reply({ error: { code: codes.cancelled, message: "cancelled by the page" } });
      }
      announce("waiting.gone", call);
      desk.drop(call);
    },
    onHello(who) {
      sdk = who;
      showConnection();
    },
    onMessage: (message) => log.add(message),
  },
});

new Sheets(desk, { container: testid("sheets"), page: testid("web-view"), frame });
new Waiting(desk, {
  list: testid("waiting"),
  empty: testid("nothing-waiting"),
  count: testid("waiting-count"),
  heading: $("#waiting-heading"),
});
new LogTable(log, $(".log-body"));
openPage();
showWords();
onLanguage(showWords);
keepTime();

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => setLanguage(button.dataset.lang));
}
for (const button of document.querySelectorAll(".views [data-view]")) {
  button.addEventListener("click", () => showView(button.dataset.view));
}
showView("phone");
testid("reload").addEventListener("click", openPage);
testid("log-clear").addEventListener("click", () => log.clear());
testid("log-copy").addEventListener("click", copyLog);
frame.addEventListener("load", () => host.announce());
testid("web-view").append(frame);

/** Shows the shop's page from its start; whatever the page before it had asked is void. */
function openPage() {
  host.forget();
  desk.clear();
  sdk = null;
  showConnection();
  frame.src = `${shopOrigin}/`;
}

function showWords() {
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  translate(document);
  frame.title = t("phone.frame");
  testid("shop-origin").textContent = new URL(shopOrigin).host;
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === language()));
  }
  showAutomatic(testid("automatic"), desk, (conversation) => {
    openFrom(conversation);
    showConversation();
  });
  showConversation();
  showConnection();
}

function showConversation() {
  const conversation = currentConversation();
  const name = say(conversation.name);
  testid("chat-title").replaceChildren(
    avatar(name, conversation.hue, conversation.type === 2 ? "square" : "round"),
    el(
      "span",
      { class: "chat-names" },
      el("strong", {}, name),
      el("small", {}, `${conversationKind(conversation)} · ${t("phone.opened")}`),
    ),
  );
}

function showConnection() {
  const place = testid("connection");
  place.textContent = sdk === null ? t("connection.waiting") : t("connection.made", sdk);
  place.dataset.made = String(sdk !== null);
}

/** On narrow screens there is room for one view only. */
function showView(view) {
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll(".views [data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
}

/** Says aloud what came in or went away, to those who do not see it. */
function announce(key, { method }) {
  $("[data-announcer]").textContent = t(key, { method });
}

async function copyLog() {
  const place = testid("log-copied");
  try {
    await navigator.clipboard.writeText(JSON.stringify(log, null, 2));
    place.textContent = t("log.copied");
  } catch {
    place.textContent = t("log.not_copied");
  }
  setTimeout(() => {
    place.textContent = "";
  }, 3000);
}

function keepTime() {
  const tell = () => {
    $("[data-clock]").textContent = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  };
  tell();
  setInterval(tell, 10_000);
}
