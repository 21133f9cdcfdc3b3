/** VK Bridge, as VK's site frames it and as VK's app for Android offers it. */

const vkBridge = {
  package: "@vkontakte/vk-bridge",
  file: { package: "dist/browser.min.js" },
  deed: '`vkBridge.send("VKWebAppGetLaunchParams")`; there is no handshake',
  page() {
    const again = () => window.vkBridge.send("VKWebAppGetLaunchParams");
    return { first: again, again };
  },
};

export const vkBridgeInFrame = {
  ...vkBridge,
  id: "vk-bridge",
  name: "VK Bridge",
  host({ frame, pageOrigin, session }) {
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || data.type !== "vk-connect") return;
      const answer = { type: `${data.handler}Result`, data: { ...session, request_id: data.params.request_id } };
      source.postMessage(answer, pageOrigin);
    });
  },
};

export const vkBridgeInjected = {
  ...vkBridge,
  id: "vk-bridge-injected",
  name: "VK Bridge",
  inject({ session }) {
    // If it is a function, it gets what answers the call, and the call is answered when that is called.
    window.hold = null;
    window.AndroidBridge = {
      VKWebAppGetLaunchParams(text) {
        const { request_id } = JSON.parse(text);
        const detail = { type: "VKWebAppGetLaunchParamsResult", data: { ...session, request_id } };
        const answer = () => window.dispatchEvent(new CustomEvent("VKWebAppEvent", { detail }));
        if (window.hold === null) answer();
        else window.hold(answer);
      },
    };
  },
};
