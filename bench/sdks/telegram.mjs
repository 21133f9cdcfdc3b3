/** Telegram's bridge, and the SDK above it. */

/** Telegram's half: the storage that a page may ask for. */
const telegram = {
  host({ frame, pageOrigin }) {
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || typeof data !== "string") return;
      const { eventType, eventData } = JSON.parse(data);
      if (eventType !== "web_app_invoke_custom_method") return;
      const answer = { eventType: "custom_method_invoked", eventData: { req_id: eventData.req_id, result: ["a"] } };
      source.postMessage(JSON.stringify(answer), pageOrigin);
    });
  },
};

export const telegramBridge = {
  ...telegram,
  id: "telegram-bridge",
  name: "Telegram bridge",
  package: "@telegram-apps/bridge",
  file: { package: "dist/index.iife.js" },
  deed: "`invokeCustomMethod`: the request whose answer has its id; there is no handshake",
  page({ hostOrigin }) {
    const { invokeCustomMethod, setTargetOrigin } = window.tapps.bridge;
    setTargetOrigin(hostOrigin);
    let count = 0;
    const again = () => {
      count += 1;
      return invokeCustomMethod("getStorageKeys", {}, String(count));
    };
    return { first: again, again };
  },
};

export const telegramSdk = {
  ...telegram,
  id: "telegram-sdk",
  name: "Telegram SDK",
  package: "@telegram-apps/sdk",
  file: { package: "dist/index.iife.js" },
  needsStorage: true,
  deed: "`init`, then `cloudStorage.getKeys`: the same request of the bridge",
  hash: "tgWebAppPlatform=web&tgWebAppVersion=8.0&tgWebAppThemeParams=%7B%7D",
  page({ hostOrigin }) {
    const { cloudStorage, init } = window.telegramApps.sdk;
    const again = () => cloudStorage.getKeys();
    return {
      first() {
        // Its own way of posting goes to Telegram's site alone, and the script file has no setting for another one.
        init({
          postEvent: (eventType, eventData) => parent.postMessage(JSON.stringify({ eventType, eventData }), hostOrigin),
        });
        return again();
      },
      again,
    };
  },
};
