// Loads the engine as JavaScript, by a script element: any engine can, and policies allow it that name the SDK's own origin or nonce.

/** The element that the SDK came with. There is none where a bundler has made a module of it. */
const own = document.currentScript || document.createElement("script");

export const loadJs = () =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    // What the page says is relative to the page, as the address of any script is.
    script.src = own.getAttribute("data-js-engine") || new URL("vvchat_js.js", own.src || document.baseURI).href;
    script.nonce = own.nonce;
    const fail = (what) => reject(new Error(`${script.src} ${what}`));
    script.onerror = () => fail("could not be loaded");
    script.onload = () => {
      const start = script[`vvchat ${__VERSION__}`];
      if (start) resolve(start);
      else fail(`is not the JavaScript engine of version ${__VERSION__}`);
    };
    document.head.appendChild(script);
  });
