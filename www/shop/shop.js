/*
 * The shop's page. It shows all that a page inside VVChat can do: log in, pay, send a message, share.
 *
 * One rule runs through it: the page asks, the server acts. What VVChat answers here (a code, a transaction number) goes
 * to the shop's own server, which alone holds the app_key and talks to the platform.
 */
(() => {
  const teas = window.shopTeas;
  let lang = navigator.language.startsWith("zh") ? "zh" : "en";
  let tea = teas[0];

  // ---- Setting up -------------------------------------------------------------------------------------------------

  // Who the shop is to VVChat, and which page may stand around it. A shop that is online writes both down right here.
  const settings = fetch("/settings.json").then((response) => response.json());

  // Before the first call: in a frame, only the parents that are named here are believed.
  const configured = settings.then(({ app_origin }) => vvchat.config({ origins: [app_origin], lang }));

  // ---- What the shop does with VVChat -----------------------------------------------------------------------------

  // Each flow returns what came of it, in words: { kind, text, values }. What goes wrong is thrown, and explained below.
  // `signal` ends a flow when the person does not want to wait any longer; `tell` shows how far it is.

  async function login({ app_id, signal, tell }) {
    tell("login.waiting");
    const answer = await vvchat.auth({ app_id, scope: "snsapi_userinfo", state: randomState() }, { signal });
    if (answer.err_code !== 0) {
      return { kind: "cancelled", text: "login.cancelled" };
    }
    // Here the code goes to the shop's server, which exchanges it for a token, and that for the profile.
    return { kind: "success", text: "login.success", values: { code: answer.code } };
  }

  /** Orders that may have been paid. A real shop keeps them on its server, which also takes them off again. */
  const unsettled = new Set();

  async function pay({ app_id, signal, tell }) {
    const imprest_code = byTestId("pay-code").value;
    if (unsettled.has(imprest_code)) {
      return { kind: "unknown", text: "pay.unknown", values: { imprest_code } };
    }
    tell("pay.waiting");
    try {
      const { trade_no } = await vvchat.pay({ app_id, imprest_code }, { signal });
      return { kind: "success", text: "pay.success", values: { trade_no } };
    } catch (error) {
      if (error.outcome === "unknown") {
        // The request went out and no proper answer came: the money may have moved. Only the server can find out, by
        // the order code; until it has, the person must not pay a second time.
        unsettled.add(imprest_code);
        return { kind: "unknown", text: "pay.unknown", values: { imprest_code }, error };
      }
      const text = error.outcome === "failed" ? "pay.failed" : "pay.none";
      return { kind: "error", text, values: { err_msg: error.err_msg }, error };
    }
  }

  async function sendHere(context) {
    context.tell("send.finding");
    return send(await vvchat.getSession({ signal: context.signal }), context);
  }

  async function sendChosen(context) {
    context.tell("send.choosing");
    return send(await vvchat.selectSession({ signal: context.signal }), context);
  }

  async function send({ session_id, session_type }, { app_id, signal, tell }) {
    tell("send.waiting");
    const scope = `sessionapi_sendmsg:${session_id}:${session_type}`;
    const answer = await vvchat.auth({ app_id, scope, state: randomState() }, { signal });
    if (answer.err_code !== 0) {
      return { kind: "cancelled", text: "send.cancelled" };
    }
    // Here the code and the message go to the shop's server, which sends it with the token that the code is good for.
    return {
      kind: "success",
      text: `send.success.${session_type}`,
      detail: "send.success.detail",
      values: { session_id, code: answer.code },
    };
  }

  function share(context) {
    return shareWith(card(context.app_id), context);
  }

  function shareCard(context) {
    const params = card(context.app_id);
    // The card's own layout: the JSON text itself, not an address of it.
    params.share_data_url = JSON.stringify({
      tpl_header: "vctalk",
      tpl_version: "v1",
      tpl_type: "MultipleLine",
      data: [say("shop"), params.share_title, say(`tea.${tea.id}.about`)],
    });
    return shareWith(params, context);
  }

  async function shareWith(params, { signal, tell }) {
    tell("share.waiting");
    const { code, error } = await vvchat.share(params, { signal });
    // 200 is shared; anything else is not, be it the person's wish or a failure.
    return code === 200
      ? { kind: "success", text: "share.success" }
      : { kind: "cancelled", text: "share.cancelled", values: { error } };
  }

  function card(app_id) {
    return {
      app_id,
      share_title: say("share.title", { tea: say(`tea.${tea.id}`), price: yuan(tea.fen) }),
      sub_title: say("share.line"),
      share_url: `${location.origin}/?tea=${tea.id}`,
      thumb_url: `${location.origin}/img/${tea.id}.svg`,
    };
  }

  /** Ties an answer to the request that it belongs to (against CSRF). The SDK compares it; the server should as well. */
  function randomState() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // ---- The page around it -----------------------------------------------------------------------------------------

  // Each button starts a flow and has a place, which two may share, for what comes of it.
  const flows = {
    login: { run: login, place: "login" },
    pay: { run: pay, place: "pay" },
    sendHere: { run: sendHere, place: "send" },
    sendChosen: { run: sendChosen, place: "send" },
    share: { run: share, place: "share" },
    shareCard: { run: shareCard, place: "share" },
  };
  const running = new Set();
  const outcomes = {};

  async function start(name, button) {
    const { run, place } = flows[name];
    if (running.has(place)) {
      return;
    }
    running.add(place);
    const controller = new AbortController();
    const tell = (text) => show(place, { kind: "waiting", text, giveUp: () => controller.abort() });
    try {
      const { app_id } = await settings;
      await configured;
      show(place, await run({ app_id, signal: controller.signal, tell }));
    } catch (error) {
      const text = error.reason === "aborted" ? "given_up" : `${place}.error`;
      show(place, { kind: "error", text, values: { err_msg: error.err_msg || error.message }, error });
    }
    running.delete(place);
    // VVChat's own screens had the focus; back to where the person left off.
    if (document.hasFocus() && document.activeElement === document.body) {
      button.focus();
    }
  }

  /** Shows what came of a flow: in plain words, then what someone who is asked for help will want to know. */
  function show(place, outcome) {
    const { kind, text, detail = `${text}.detail`, values, error, giveUp } = outcome;
    const element = document.querySelector(`[data-outcome="${place}"]`);
    outcomes[place] = outcome;
    element.className = `outcome ${kind}`;
    element.dataset.kind = kind;
    element.replaceChildren(paragraph("words", say(text, values)));
    if (has(detail)) {
      element.append(paragraph("detail", say(detail, values)));
    }
    if (error !== undefined && error.reason !== undefined) {
      element.append(paragraph("detail", say("why", error)));
    }
    if (giveUp !== undefined) {
      element.append(smallButton("give-up", say("give_up"), giveUp));
    }
  }

  /** Tells what the SDK knows about its way to VVChat: the first thing to look at when nothing happens. */
  async function diagnose() {
    await configured;
    const diagnosis = await vvchat.diagnose();
    const ways = diagnosis.tried.map(({ bridge, why }) => {
      const item = document.createElement("li");
      item.append(strong(bridge), ` ${why}`);
      return item;
    });
    byTestId("diagnosis-words").textContent = diagnosis.bridge
      ? say("diagnosis.through", diagnosis)
      : say("diagnosis.nothing");
    byTestId("diagnosis-ways").replaceChildren(...ways);
    byTestId("diagnosis-data").textContent = JSON.stringify(diagnosis, null, 2);
  }

  function showTeas() {
    const cards = teas.map((each) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      const image = document.createElement("img");
      label.className = "tea";
      label.dataset.testid = `tea-${each.id}`;
      Object.assign(input, { type: "radio", name: "tea", checked: each === tea, onchange: () => pick(each) });
      Object.assign(image, { src: `img/${each.id}.svg`, alt: "", width: 60, height: 60 });
      const about = document.createElement("span");
      about.append(strong(say(`tea.${each.id}`)), paragraph("soft", say(`tea.${each.id}.about`)));
      label.append(input, image, about, strong(yuan(each.fen)));
      return label;
    });
    byTestId("teas").replaceChildren(...cards);
  }

  function pick(picked) {
    tea = picked;
    byTestId("pay-code").value = tea.imprest_code;
    showOrder();
  }

  function showOrder() {
    byTestId("order-name").textContent = say(`tea.${tea.id}`);
    byTestId("order-price").textContent = yuan(tea.fen);
    byTestId("message").textContent = say("send.message", { tea: say(`tea.${tea.id}`) });
  }

  function showBanner(text) {
    byTestId("banner").dataset.text = text;
    byTestId("banner").textContent = say(text);
    byTestId("banner").hidden = false;
  }

  function showAll() {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = say("shop");
    for (const element of document.querySelectorAll("[data-text]")) {
      element.textContent = say(element.dataset.text);
    }
    for (const element of document.querySelectorAll("[data-text-label]")) {
      element.setAttribute("aria-label", say(element.dataset.textLabel));
    }
    for (const element of document.querySelectorAll("[data-lang]")) {
      element.setAttribute("aria-pressed", String(element.dataset.lang === lang));
    }
    showTeas();
    showOrder();
    for (const place of Object.keys(outcomes)) {
      show(place, outcomes[place]);
    }
  }

  /** The shop's own words and the SDK's errors are to be in one language. */
  async function speak(chosen) {
    lang = chosen;
    showAll();
    await configured;
    await vvchat.config({ lang });
  }

  function say(key, values = {}) {
    return window.shopTexts[lang][key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  function has(key) {
    return key in window.shopTexts[lang];
  }

  function yuan(fen) {
    return `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
  }

  function byTestId(name) {
    return document.querySelector(`[data-testid="${name}"]`);
  }

  function paragraph(className, text) {
    return Object.assign(document.createElement("p"), { className, textContent: text });
  }

  function strong(text) {
    return Object.assign(document.createElement("strong"), { textContent: text });
  }

  function smallButton(testId, text, onclick) {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick });
    element.className = "button small";
    element.dataset.testid = testId;
    return element;
  }

  for (const element of document.querySelectorAll("[data-flow]")) {
    element.addEventListener("click", () => start(element.dataset.flow, element));
  }
  for (const element of document.querySelectorAll("[data-lang]")) {
    element.addEventListener("click", () => speak(element.dataset.lang));
  }
  byTestId("diagnose").addEventListener("click", diagnose);
  byTestId("diagnosis").addEventListener("toggle", diagnose);

  pick(tea);
  showAll();

  if (window.vvchat === undefined) {
    showBanner("banner.no_sdk");
  } else {
    configured
      .then(() => vvchat.isInVVChat())
      .then((inside) => {
        if (!inside) {
          showBanner("banner.outside");
        }
      });
  }
})();
