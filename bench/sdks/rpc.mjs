/** Libraries that call functions of another window, and know no methods of an app. Each brings its host's half along. */

export const comlink = {
  id: "comlink",
  name: "comlink",
  package: "comlink",
  file: { package: "dist/umd/comlink.min.js" },
  deed: "a remote function; there is no handshake",
  page({ hostOrigin }) {
    const remote = window.Comlink.wrap(window.Comlink.windowEndpoint(parent, window, hostOrigin));
    const again = () => remote.getSession();
    return { first: again, again };
  },
  hostHasSdk: true,
  host({ frame, pageOrigin, session }) {
    const endpoint = window.Comlink.windowEndpoint(frame.contentWindow, window, pageOrigin);
    window.Comlink.expose({ getSession: () => session }, endpoint);
  },
};

export const penpal = {
  id: "penpal",
  name: "penpal",
  package: "penpal",
  file: { package: "dist/penpal.min.js" },
  deed: "`connect`, which is a handshake, then a remote function",
  page({ hostOrigin }) {
    const { connect, WindowMessenger } = window.Penpal;
    const messenger = new WindowMessenger({ remoteWindow: parent, allowedOrigins: [hostOrigin] });
    const remote = connect({ messenger }).promise;
    const again = async () => (await remote).getSession();
    return { first: again, again };
  },
  hostHasSdk: true,
  host({ frame, pageOrigin, session }) {
    const { connect, WindowMessenger } = window.Penpal;
    const messenger = new WindowMessenger({ remoteWindow: frame.contentWindow, allowedOrigins: [pageOrigin] });
    connect({ messenger, methods: { getSession: () => session } });
  },
};
