/**
 * Another window that tries to speak in this page's place: a frame of its own, whose origin is nobody's.
 */

/** Runs in that frame: says a text to whatever host it finds, and afterwards tells what it has heard. */
function stranger() {
  const heard = [];
  let hear;
  const first = new Promise((resolve) => {
    hear = resolve;
  });
  const note = (value) => {
    if (typeof value?.then === "function") {
      value.then(note, () => {});
    } else if (value !== undefined && value !== null) {
      heard.push(typeof value === "string" ? value : JSON.stringify(value));
      hear();
    }
  };
  addEventListener("message", ({ source, data }) => {
    if (source !== parent) {
      note(data);
    } else if (data.say !== undefined) {
      // Where that page is framed itself, its host is the frame around it.
      if (parent.parent !== parent) {
        parent.parent.postMessage(data.say, "*");
      }
      for (const host of [window.vvchatHost, window.webkit?.messageHandlers?.vvchatHost]) {
        try {
          note(host?.postMessage.length >= 2 ? host.postMessage(data.say, note) : host?.postMessage(data.say));
        } catch {
          // It is not for this frame to use.
        }
      }
      parent.postMessage({ stranger: "said" }, "*");
    } else {
      // What the page has heard by now tells nothing of what is on its way to this frame.
      Promise.race([first, new Promise((resolve) => setTimeout(resolve, 1000))]).then(() =>
        parent.postMessage({ stranger: "heard", heard }, "*"),
      );
    }
  });
  parent.postMessage({ stranger: "here" }, "*");
}

/**
 * Has a stranger say a text. When it has done so, `meanwhile` runs.
 *
 * @returns {Promise<string[]>} the texts that the stranger has heard by then
 */
export async function letStrangerSay(text, meanwhile) {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.sandbox = "allow-scripts";
  // A web view may have things of its own to say in a frame.
  const next = (what) =>
    new Promise((resolve) => {
      window.addEventListener("message", function listen({ source, data }) {
        if (source !== null && source === frame.contentWindow && data?.stranger === what) {
          window.removeEventListener("message", listen);
          resolve(data);
        }
      });
    });
  const here = next("here");
  frame.srcdoc = `<!doctype html><script>(${stranger})()</script>`;
  document.body.append(frame);
  try {
    await here;
    const said = next("said");
    // What an opaque origin is called cannot be named as a target.
    frame.contentWindow.postMessage({ say: text }, "*");
    await said;
    await meanwhile();
    const told = next("heard");
    frame.contentWindow.postMessage({}, "*");
    return (await told).heard;
  } finally {
    frame.remove();
  }
}
