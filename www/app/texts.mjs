/**
 * Every word that the app says, by key.
 */
import { inspectorTexts } from "./texts/inspector.mjs";
import { phoneTexts } from "./texts/phone.mjs";

export const texts = { ...phoneTexts, ...inspectorTexts };
