/**
 * What every test with a browser starts from: a Chromium with the right flags, and a little web server for its pages.
 */
import { createServer } from "node:http";
import { extname } from "node:path";
import { chromium } from "playwright-core";
import sirv from "sirv";

/** The browser that the tests run in; `CHROMIUM` names another one. */
export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Root (in a container) cannot use Chromium's sandbox; the others keep it from talking to the outside world. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * Starts a headless Chromium.
 *
 * @param {import("playwright-core").LaunchOptions} [options] `args` are added to the flags above
 * @returns {Promise<import("playwright-core").Browser>} to be closed by the caller
 */
export function launch({ args = [], ...options } = {}) {
  return chromium.launch({ executablePath, ...options, args: [...flags, ...args] });
}

/** The content types of what tests serve themselves; directories are left to sirv, which knows many more. */
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/**
 * Serves a directory, or a table of routes, on a free port of 127.0.0.1.
 *
 * A route's key is a path (`"/page.html"`), or a prefix that ends in a slash (`"/sdk/"`) when its value is a directory.
 * Its value is one of
 * - a string or a Buffer: the body; its content type follows from the path's extension, HTML where there is none;
 * - `{ body, type, status, headers }`: the same with more said;
 * - `{ dir }`: a directory of files, below a prefix;
 * - a function `(request, response) => void` that answers by itself.
 *
 * The table may be changed while the server runs. Nothing is ever cached.
 *
 * @param {string | Record<string, unknown>} dirOrRoutes
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(dirOrRoutes) {
  const routes = typeof dirOrRoutes === "string" ? { "/": { dir: dirOrRoutes } } : dirOrRoutes;
  const server = createServer((request, response) => {
    response.setHeader("Cache-Control", "no-store");
    answer(routes, request, response);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A browser keeps its connections open; close() alone would wait for them.
        server.closeAllConnections();
      }),
  };
}

function answer(routes, request, response) {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const exact = routes[pathname];
  if (exact !== undefined && exact?.dir === undefined) {
    return answerWith(exact, pathname, request, response);
  }
  const prefix = Object.keys(routes)
    .filter((key) => key.endsWith("/") && routes[key]?.dir !== undefined && pathname.startsWith(key))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) {
    return notFound(response);
  }
  request.url = request.url.slice(prefix.length - 1);
  return sirv(routes[prefix].dir, { dev: true })(request, response, () => notFound(response));
}

function answerWith(route, pathname, request, response) {
  if (typeof route === "function") {
    return route(request, response);
  }
  const plain = typeof route === "string" || Buffer.isBuffer(route);
  const { body, type, status = 200, headers = {} } = plain ? { body: route } : route;
  response.writeHead(status, { "Content-Type": type ?? types[extname(pathname)] ?? types[".html"], ...headers });
  return response.end(body);
}

function notFound(response) {
  response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" });
  response.end("not found\n");
}
