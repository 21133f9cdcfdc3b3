/**
 * The page in the phone's frame as a channel of texts.
 *
 * Anyone with a handle on this window may post messages to it. Only those count that come from the frame's own window
 * **and** from the origin of the page that was opened in it; and what is sent reaches the frame only while it shows that
 * origin.
 *
 * @param {HTMLIFrameElement} frame
 * @param {() => string} origin the origin of the page that was opened last
 */
export function frameChannel(frame, origin) {
  return {
    send(text) {
      frame.contentWindow?.postMessage(text, origin());
    },

    /**
     * Calls `receive` with every text from the page, and `refuse` with what the frame says while it shows another origin:
     * that is worth knowing, since the page has been led astray. Messages of other windows are none of ours.
     */
    subscribe(receive, refuse) {
      window.addEventListener("message", ({ source, origin: from, data }) => {
        // Both are null where a closed window speaks to a frame that is not shown.
        if (source === null || source !== frame.contentWindow || typeof data !== "string") {
          return;
        }
        if (from === origin()) {
          receive(data, from);
        } else {
          refuse(data, from);
        }
      });
    },
  };
}
