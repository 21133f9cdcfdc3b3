/**
 * Who and what there is in this VVChat: the person, their conversations, the apps that the platform knows.
 */

/** The person who holds the phone. A hue is the colour of a picture. */
export const user = { name: { zh: "林小满", en: "Mia Lin" }, hue: 24 };

/** Conversations as the platform counts them: type 1 is a single chat, type 2 a group. */
export const conversations = [
  { id: "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1", type: 2, people: 8, hue: 150, name: { zh: "周末茶友", en: "Weekend tea" } },
  { id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", type: 1, hue: 262, name: { zh: "陈一帆", en: "Evan Chen" } },
  { id: "k3_PzYw8NfQd-VtA5cBhLx1RuSg6MeJo", type: 2, people: 4, hue: 205, name: { zh: "一家人", en: "Family" } },
  { id: "Tb7HnDs4CqXm0Wv_2LrKyFa9-ZpEuGi8", type: 1, hue: 340, name: { zh: "苏婉", en: "Wan Su" } },
];

/** The conversation with that id and type; the type may be a number or its text, as both are in use. */
export function conversationOf(id, type) {
  return conversations.find((conversation) => conversation.id === id && String(conversation.type) === String(type));
}

const apps = { test: { name: { zh: "云雾茶舍", en: "Cloud & Mist Tea" }, icon: "img/app-test.svg" } };

/** The app of that id, or nothing where the platform does not know it. */
export function appOf(id) {
  return Object.hasOwn(apps, id) ? apps[id] : undefined;
}

let openedFrom = conversations[0];

/** The conversation that the shop was opened from. */
export function currentConversation() {
  return openedFrom;
}

/** Moves the shop to another conversation. */
export function openFrom(conversation) {
  openedFrom = conversation;
}
