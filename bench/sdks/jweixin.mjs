/** WeChat's script, with the object that WeChat injects. */

export const jweixin = {
  id: "jweixin",
  name: "jweixin",
  package: "weixin-js-sdk",
  // The official file, as the package has it.
  file: { package: "index.original.js" },
  deed: "`wx.config`, then in `wx.ready` `wx.getNetworkType`; the call has no params and a result of one field",
  inject() {
    const name = `${navigator.userAgent} Android MicroMessenger/8.0.50`;
    Object.defineProperty(navigator, "userAgent", { get: () => name });
    window.WeixinJSBridge = {
      invoke: (method, _, callback) =>
        callback({ err_msg: `${method === "getNetworkType" ? "network_type:wifi" : "ok"}` }),
      on() {},
    };
  },
  page() {
    const again = () => new Promise((success, fail) => window.wx.getNetworkType({ success, fail }));
    return {
      first() {
        window.wx.config({ debug: false, appId: "test", timestamp: 1, nonceStr: "n", signature: "s", jsApiList: [] });
        return new Promise((resolve) => window.wx.ready(() => resolve(again())));
      },
      again,
    };
  },
};
