/**
 * Speaking to the page as somebody else: from another window, of another origin, as an attacker would.
 */
import { el } from "../dom.mjs";

/**
 * Posts `text` to the page in `frame` from a window that is not the app's. Its origin is opaque, since it is sandboxed.
 *
 * @param {HTMLIFrameElement} frame
 * @param {string} origin the page's origin
 */
export function postFromElsewhere(frame, origin, text) {
  const stranger = el("iframe", {
    sandbox: "allow-scripts",
    hidden: true,
    srcdoc: '<script src="/host/stranger.js"></script>',
  });
  stranger.addEventListener("load", () => {
    // A window finds its siblings by their place among the parent's frames.
    const place = Array.from({ length: window.length }, (_, i) => window[i]).indexOf(frame.contentWindow);
    // What an opaque origin is called cannot be named as a target.
    stranger.contentWindow.postMessage({ place, origin, text }, "*");
  });
  const done = ({ source, data }) => {
    if (source !== null && source === stranger.contentWindow && data === "posted") {
      window.removeEventListener("message", done);
      stranger.remove();
    }
  };
  window.addEventListener("message", done);
  document.body.append(stranger);
}
