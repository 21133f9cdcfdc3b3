/**
 * A shop that serves a merchant's project, and a browser that visits its pages.
 */
import assert from "node:assert/strict";
import { launch, serve } from "../support/browser.mjs";
import { results } from "../support/golden.mjs";

/** Ends what hangs. Whatever comes earlier is not waited for. */
const PATIENCE = 30_000;

/** Puts a host into the page that answers every method as it should. It is there once the page has loaded: the latest of all. */
function hostAfterLoad(answers) {
  addEventListener("load", () => {
    window.vvchatHost = {
      postMessage(text) {
        const { id, method } = JSON.parse(text);
        return JSON.stringify({ jsonrpc: "2.0", id, result: answers[method] });
      },
    };
  });
}

/** Opens a shop for the pages in `routes`, beside what is in the folder. */
export async function openShop(folder, routes) {
  const requests = [];
  const allRoutes = { "/favicon.ico": { status: 204, body: "" }, "/": { dir: folder }, ...routes };
  const server = await serve(allRoutes);
  const browser = await launch();
  return {
    routes: allRoutes,

    /**
     * Opens a page, runs a test with it, and closes it. Nothing may reach the page as an error.
     *
     * @param {string} path of the shop's, or an address elsewhere
     * @param {(page: import("playwright-core").Page, requests: string[]) => Promise<void>} run `requests` has the paths of all
     *   that the page has asked for so far, its own first
     * @param {() => void} [before] runs in the page before anything else
     */
    async visit(path, run, before = () => {}) {
      requests.length = 0;
      const context = await browser.newContext({ locale: "en-US" });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      const errors = [];
      // What a page that has thrown would have done next is not waited for.
      const thrown = new Promise((_, reject) => {
        page.on("pageerror", (error) => {
          errors.push(String(error));
          reject(error);
        });
      });
      page.on("request", (request) => requests.push(new URL(request.url()).pathname));
      await page.addInitScript(hostAfterLoad, results);
      await page.addInitScript(before);
      const visited = page.goto(new URL(path, server.origin).href).then(() => run(page, requests));
      try {
        await Promise.race([visited, thrown]);
      } finally {
        await context.close();
      }
      assert.deepEqual(errors, []);
    },

    async close() {
      await browser.close();
      await server.close();
    },
  };
}
