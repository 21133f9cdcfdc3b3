// Finding a host, greeting it, and moving messages both ways.
import { IN_USE, NOT_CHOSEN, NOT_NEEDED } from "#numbers";
import { now } from "./alarm.mjs";
import { injected } from "./bridges/injected.mjs";
import { messageHandler } from "./bridges/message-handler.mjs";
import { postMessage } from "./bridges/post-message.mjs";
import { webViewJavascriptBridge } from "./bridges/webview-javascript-bridge.mjs";
import { random } from "./calls.mjs";
import { has, hasProperties, isGiven, isText, parse } from "./values.mjs";
import { hello as helloOf, hostOf, read } from "./wire.mjs";

export function addConnection(sdk) {
  const { settings, calls } = sdk;
  /** The bridge in use. */
  let current;
  /** The calls that wait to be sent, in order. */
  const outbox = [];
  /** The last handshake: its id, and the bridge that it went by. */
  let hello = {};
  /** Whether it waits for its answer. */
  let awaitsGreeting = false;
  /** What the host said of itself. */
  let host;

  sdk.isOpen = () => Boolean(current);
  sdk.awaitsGreeting = () => awaitsGreeting;

  /** Every bridge that is there from the start, in the order in which they are looked for. */
  const bridges = [
    // What the VVChat app itself speaks.
    webViewJavascriptBridge,
    // What an embedder provides on purpose, under our name.
    injected,
    messageHandler,
    // What any page may be inside of: the last resort, and only for origins that the page lists.
    postMessage,
  ].map((create) => create(sdk));
  /** Those that were plugged in, the last one first. */
  const pluggedIn = [];

  /** Whether the page leaves it open which bridge is used, or has chosen this one. */
  const isChosen = ({ name }) => !settings.bridge || settings.bridge === name;

  /** Looks for a host, unless there is one, and lets those know who wait for it. */
  sdk.lookAgain = () => {
    if (!current) {
      const candidates = bridges.filter(isChosen);
      const found = candidates.find((bridge) => bridge.look() === IN_USE);
      if (found) open(found);
      else for (const bridge of candidates) if (bridge.invite) bridge.invite();
    }
    sdk.review();
  };

  /** Uses a bridge that the page or the embedder brings, before all others. */
  sdk.plugIn = (bridge) => {
    pluggedIn.unshift(bridge);
    host = undefined;
    open(bridge);
  };

  function open(bridge) {
    current = bridge;
    bridge.open();
    if (bridge.isBare) {
      // Whoever was greeted before is not the host in use, and has no say in what that offers.
      hello = {};
      awaitsGreeting = false;
    } else if (!host) {
      sdk.greet(bridge);
    }
    // A host may answer calls at once: that there is one is told first.
    sdk.review();
    flush(now());
  }

  /** Sends a call once there is a host: at once, which is that time, if there is one. */
  sdk.post = (id, time) => {
    outbox.push(id);
    if (current) flush(time);
    else sdk.lookAgain();
  };

  /** Sends what waits to be sent, in order. (Asking what time it is takes a while, so whoever knows says so.) */
  function flush(sentAt) {
    while (current && outbox.length) sdk.sendCall(outbox.shift(), current, sentAt);
  }

  /** Sends the handshake. */
  sdk.greet = (bridge) => {
    try {
      // One that is not answered yet is sent again as it was, so that each answer to it is known.
      hello = { bridge, id: hello.bridge === bridge ? hello.id : random() };
    } catch (_) {
      // A page without random numbers can't greet anyone; its calls say so.
      return;
    }
    awaitsGreeting = true;
    sdk.send(bridge, { id: hello.id, method: "hello", text: helloOf(hello.id) });
  };

  /** Whether the host offers a method, as far as it said. */
  sdk.hostOffers = (method) => !host?.methods || host.methods.includes(method);

  /**
   * Sends a message `{text, id, method, params}` over a bridge (a notification has its text alone), and takes what the host returns for
   * it, now or by a promise, as its reply. A host that throws at a handshake may still answer calls.
   */
  sdk.send = (bridge, message) => {
    const { id, text } = message;
    if (!id && bridge.isBare) return;
    sdk.log("→", text);
    const threw = (thrown) => sdk.hostThrew(id, thrown);
    try {
      const returned = bridge.send(message);
      if (has(returned, "then")) Promise.resolve(returned).then((value) => sdk.returned(id, value), threw);
      else sdk.returned(id, returned);
    } catch (thrown) {
      threw(thrown);
    }
    // Most calls fail for reasons that come to light only now.
    if (message.params) sdk.words.load();
  };

  /** Something came over a bridge: a message, or an event with one. */
  sdk.arrived = (bridge, value) => {
    const arrival = arrivalOf(value);
    const response = read(parse(arrival.data));
    const { kind } = response;
    if (!bridge.believes(arrival)) {
      // Pages are full of messages: only what looks like a reply of ours counts.
      if (kind === "response") sdk.ignore("foreign");
      return;
    }
    sdk.log("←", arrival.data);
    if (kind === "response") takeResponse(bridge, response.id, response);
    else if (kind === "malformed") sdk.ignore(kind);
    else if (kind === "ready" && (!current || current === bridge)) sdk.greet(bridge);
  };

  /** A host returned something for a request, instead of sending a message: that must be the reply to it. */
  sdk.returned = (id, value) => {
    // A host that has nothing to say yet returns nothing.
    if (!id || !isGiven(value) || value === "") return;
    sdk.log("←", value);
    const bridge = hello.id === id ? hello.bridge : bridgeOf(id);
    const message = parse(value);
    const response = read(message);
    takeResponse(bridge, id, response.id === id ? response : { message });
  };

  /** A bare result came over a bridge that answers call by call, in whatever form the host gives it. */
  sdk.answered = (id, value) => {
    sdk.log("←", value);
    sdk.answer(bridgeOf(id), id, { result: parse(value) });
  };

  /** The bridge that a call was sent over. */
  const bridgeOf = (id) => calls.get(id)?.sentOver;

  function takeResponse(bridge, id, response) {
    if (hello.id !== id || hello.bridge !== bridge) return sdk.answer(bridge, id, response);
    // A host that has no handshake is taken at its word, call by call.
    host = hostOf(response);
    awaitsGreeting = false;
    if (bridge.greeted) bridge.greeted();
    sdk.lookAgain();
  }

  /** What was found where each bridge would be: its name, and the finding. What was plugged in comes first, as it does in use. */
  sdk.findings = () =>
    pluggedIn.concat(bridges).map((bridge) => {
      if (bridge === current) return [bridge.name, IN_USE];
      // What could be in use and is not, is not needed.
      return [bridge.name, isChosen(bridge) ? bridge.look() || NOT_NEEDED : NOT_CHOSEN];
    });

  /** What `diagnose` says of the host in use. */
  sdk.connected = () => ({ bridge: current ? current.name : null, host: (current && host) || null });
}

/** A `message` event's data, origin and source; anything else is the data itself, and comes from nowhere else. */
function arrivalOf(value) {
  try {
    // Even if it is `undefined`: others on the page send that.
    if (typeof value === "object" && "data" in value) {
      const { data, origin, source } = value;
      return { data, origin: isText(origin) ? origin : "", source: hasProperties(source) ? source : undefined };
    }
  } catch (_) {
    // What can't be asked is no event.
  }
  return { data: value, origin: "" };
}
