/** Microsoft Teams' SDK. */

export const teams = {
  id: "teams",
  name: "TeamsJS",
  package: "@microsoft/teams-js",
  file: { package: "dist/umd/MicrosoftTeams.min.js" },
  deed: "`app.initialize`, which is a handshake, then `app.getContext`",
  page({ hostOrigin }) {
    const { app } = window.microsoftTeams;
    const again = () => app.getContext();
    return {
      async first() {
        await app.initialize([hostOrigin]);
        return again();
      },
      again,
    };
  },
  host({ frame, pageOrigin }) {
    const runtime = { apiVersion: 4, supports: {} };
    const answers = {
      initialize: ["content", "web", JSON.stringify(runtime), "2.58.0"],
      getContext: [{ entityId: "1", locale: "en", theme: "default", hostClientType: "web", userObjectId: "1" }],
    };
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || answers[data.func] === undefined) return;
      source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: answers[data.func] }, pageOrigin);
    });
  },
};
