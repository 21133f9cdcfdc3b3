/** No SDK at all: what the page, the frame and `postMessage` cost by themselves. The limit of what any SDK can do. */

export const bareFrame = {
  id: "bare-frame",
  name: "no SDK",
  deed: "a text goes to the parent, which answers with a text",
  page({ hostOrigin }) {
    const again = () =>
      new Promise((resolve) => {
        addEventListener("message", ({ data }) => resolve(JSON.parse(data)), { once: true });
        parent.postMessage(JSON.stringify({ method: "getSession", params: {} }), hostOrigin);
      });
    return { first: again, again };
  },
  host({ frame, pageOrigin, session }) {
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || typeof data !== "string") return;
      JSON.parse(data);
      source.postMessage(JSON.stringify({ result: session }), pageOrigin);
    });
  },
};

export const bareInjected = {
  id: "bare-injected",
  name: "no SDK",
  deed: "a text goes to the injected object, which returns a text",
  inject({ session }) {
    window.bareHost = {
      postMessage(text) {
        JSON.parse(text);
        return JSON.stringify({ result: session });
      },
    };
  },
  page() {
    const ask = async (request) => JSON.parse(window.bareHost.postMessage(JSON.stringify(request)));
    const again = () => ask({ method: "getSession", params: {} });
    return { first: again, again, send: (text) => ask({ method: "share", params: { share_data_url: text } }) };
  },
};
