// Runs in a sandboxed frame of its own: passes on what it is given, so that it comes from a window which is not the app's.
window.addEventListener("message", ({ source, data: { place, origin, text } }) => {
  window.parent[place].postMessage(text, origin);
  source.postMessage("posted", "*");
});
