/**
 * Who and what there is in this VVChat, as its servers tell, and which person holds the phone.
 */
import { device } from "./device.mjs";
import { say, t } from "./i18n.mjs";

const KEPT_AS = "vvchat.user";
let world = { users: [], apps: [], conversations: [] };
let me;
let openedFrom;

/** Loads the world. The phone stays with the person it had, if that person is still there. */
export async function loadWorld() {
  world = await device.world();
  const kept = sessionStorage.getItem(KEPT_AS);
  me = userOf(kept) ?? world.users[0];
  return world;
}

/** The person who holds the phone. */
export function currentUser() {
  return me;
}

/** Hands the phone to another person: in this tab, until it is closed. */
export function switchUser(user) {
  me = user;
  sessionStorage.setItem(KEPT_AS, user.user_id);
}

export function users() {
  return world.users;
}

export function apps() {
  return world.apps;
}

/** The conversations in which the person takes part, without VVChat's own notices. */
export function conversations() {
  return world.conversations.filter(({ members }) => members.includes(me.user_id));
}

export function userOf(id) {
  return world.users.find(({ user_id }) => user_id === id);
}

/** The app of that id, or nothing where the platform does not know it. */
export function appOf(id) {
  return world.apps.find(({ app_id }) => app_id === id);
}

/** The conversation of that id and type; the type may be a number or its text, as both are in use. */
export function conversationOf(id, type) {
  return world.conversations.find(
    ({ session_id, session_type }) => session_id === id && String(session_type) === String(type),
  );
}

/** What a conversation is called: a single chat by the person on the other side. */
export function nameOf({ name, members }) {
  return name === null || name === undefined ? say(partnerOf(members)?.name ?? "?") : say(name);
}

/** Its colour: a single chat has that of the other person's picture. */
export function hueOf({ name, members, hue }) {
  return name === null || name === undefined ? (partnerOf(members)?.hue ?? hue) : hue;
}

/** The name under which the platform knows an app, else its id. */
export function appName(id) {
  const app = appOf(id);
  return app === undefined ? t("app.unknown", { app_id: id }) : say(app.name);
}

/** The conversation that the page in the web view was opened from. */
export function pageConversation() {
  return openedFrom;
}

export function setPageConversation(conversation) {
  openedFrom = conversation;
}

function partnerOf(members) {
  return userOf(members.find((id) => id !== me.user_id) ?? me.user_id);
}
