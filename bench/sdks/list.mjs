/**
 * The SDKs that are measured.
 *
 * @typedef {object} Sdk
 * @property {string} id a word for addresses
 * @property {string} name what tables call it
 * @property {string} [variant] which of its builds it is
 * @property {boolean} [isOurs] whether it is this project's
 * @property {string} [package] the npm package that it comes from, at the version of `bench/package.json`
 * @property {string} [version] its version, where it is from no package
 * @property {File} [file] what pages load
 * @property {string} deed what its first result is the result of, in words
 * @property {string} [hash] what its address must have in its hash
 * @property {boolean} [needsStorage] whether it does not run where a page may store nothing, as in a frame of another site's in a private
 * profile
 * @property {(setting: Setting) => void} [inject] runs in the page before the SDK: puts an object there as an app does
 * @property {(setting: Setting) => Deeds} page runs in the page after the SDK
 * @property {boolean} [hostHasSdk] whether the host's page loads the same file
 * @property {(setting: Setting & { frame: HTMLIFrameElement }) => void} [host] runs in the host's page, before the frame loads
 *
 * @typedef {{ root?: string, package?: string, imports?: string }} File
 * a script's path below the project (`root`) or below its package; `imports`: it is an ES module, whose default export gets that
 * name
 *
 * @typedef {{ hostOrigin: string, pageOrigin: string, session: object }} Setting
 * both origins, and what a host answers with
 *
 * @typedef {object} Deeds
 * @property {() => Promise<unknown>} first from nothing to a result
 * @property {() => Promise<unknown>} again a further call
 * @property {(text: string) => Promise<unknown>} [send] a call that carries the text
 *
 * `inject`, `page` and `host` are handed to the browser as source text, so they may name nothing outside of themselves.
 */
import { bareFrame, bareInjected } from "./bare.mjs";
import { jweixin } from "./jweixin.mjs";
import { comlink, penpal } from "./rpc.mjs";
import { teams } from "./teams.mjs";
import { telegramBridge, telegramSdk } from "./telegram.mjs";
import { vkBridgeInFrame, vkBridgeInjected } from "./vk-bridge.mjs";
import { moduleInFrame, scriptInFrame, scriptInjected } from "./vvchat.mjs";

/** Those whose host is the page around the frame. */
export const inFrame = [
  bareFrame,
  scriptInFrame,
  moduleInFrame,
  vkBridgeInFrame,
  telegramBridge,
  telegramSdk,
  teams,
  comlink,
  penpal,
];

/** Those whose host is an object in the page, which answers at once. */
export const injected = [bareInjected, scriptInjected, vkBridgeInjected, jweixin];

/** Without the others' SDKs, for a run that has none of them installed. */
export const withoutRivals = (sdks) => sdks.filter((sdk) => sdk.package === undefined);
