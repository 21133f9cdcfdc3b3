// The server's half has no place in a browser: whoever opens the page could read app_key.

export function refuse() {
  throw new Error(
    "vvchat-jssdk/server does not run in a browser: it takes your app_key, which everybody could read there. " +
      "Use it on your server; for the page there is vvchat-jssdk.",
  );
}

/** Pages have a document, and every kind of worker has importScripts; servers have neither. */
export function refuseBrowsers() {
  if (typeof document !== "undefined" || typeof importScripts !== "undefined") refuse();
}
