/** A browser, a host's page and the page in its frame: where everything is measured. */
import { launch } from "../tests/support/browser.mjs";
import { serve } from "./server.mjs";

/** What hosts answer with. */
const session = { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 };

const fileName = (sdk) => (sdk.file.root ?? sdk.file.package).split("/").at(-1);
const addressOf = (sdk) => `/sdk/${sdk.id}/${fileName(sdk)}`;

/** An object's method as source text that calls it. */
const calling = (object, method, setting) => `({ ${object[method]} }).${method}(${setting})`;

/** The page: it loads the SDK, does the deed, and tells the parent how long that took. */
function pageDocument(sdk, setting) {
  const deed = `
    window.deeds = ${calling(sdk, "page", JSON.stringify(setting))};
    window.deeds.first().then(
      () => {
        const took = performance.now();
        performance.mark("bench:end");
        parent.postMessage({ bench: { took } }, "*");
      },
      (error) => parent.postMessage({ bench: { error: String(error && error.stack || error) } }, "*"),
    );`;
  const inject = sdk.inject ? `<script>${calling(sdk, "inject", JSON.stringify(setting))}</script>` : "";
  const load = sdk.file && !sdk.file.imports ? `<script src="${addressOf(sdk)}"></script>` : "";
  const script = sdk.file?.imports
    ? `<script type="module">
        import ${sdk.file.imports} from "${addressOf(sdk)}";
        window.${sdk.file.imports} = ${sdk.file.imports};${deed}
      </script>`
    : `<script>${deed}</script>`;
  return `<!doctype html><meta charset="utf-8"><title>page</title>${inject}${load}${script}`;
}

/** The host's page: `run` loads the page into a frame, and resolves to what that tells. */
function hostDocument(sdk, setting) {
  const load = sdk.hostHasSdk ? `<script src="${addressOf(sdk)}"></script>` : "";
  const host = sdk.host ? calling(sdk, "host", `{ frame, ...${JSON.stringify(setting)} }`) : "";
  return `<!doctype html><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,">${load}<body><script>
    function run() {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      ${host};
      return new Promise((resolve) => {
        addEventListener("message", ({ source, data }) => {
          if (source === frame.contentWindow && data.bench) resolve(data.bench);
        });
        performance.mark("bench:start");
        frame.src = "${setting.pageOrigin}/page/${sdk.id}${sdk.hash ? `#${sdk.hash}` : ""}";
      });
    }
  </script>`;
}

/**
 * Starts a browser and two servers: that of the host's page, and, as another origin, that of the page in its frame.
 *
 * @param {import("./sdks/list.mjs").Sdk[]} sdks
 * @param {{ isApart?: boolean }} [options] `isApart`: the two are of different sites too, so that each has a process of its own
 */
export async function startStage(sdks, { isApart = false } = {}) {
  const setting = { session };
  const documents = { host: hostDocument, page: pageDocument };
  const documentOf = (path, sdk) => documents[path](sdk, setting);
  const hosts = await serve(sdks, documentOf);
  const pages = await serve(sdks, documentOf);
  const pageOrigin = isApart ? pages.origin.replace("127.0.0.1", "localhost") : pages.origin;
  Object.assign(setting, { hostOrigin: hosts.origin, pageOrigin });
  const browser = await launch({
    args: [
      // What SDKs ask the outside world for, nobody answers.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
      // As on desktops. Machines with little memory, and web views, keep fewer sites apart.
      "--site-per-process",
      "--enable-precise-memory-info",
    ],
  });

  /**
   * Opens a host's page in a new tab.
   *
   * @param {import("playwright-core").BrowserContext} context
   * @param {import("./sdks/list.mjs").Sdk} sdk
   * @param {{ cpu?: number }} [options] `cpu`: how many times slower the tab's main thread is to be
   */
  async function open(context, sdk, { cpu = 1 } = {}) {
    const page = await context.newPage();
    await page.goto(`${hosts.origin}/host/${sdk.id}`);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: cpu });

    // A page that throws says nothing, so it would be waited for in vain.
    const broken = new Promise((_, reject) => page.once("pageerror", reject));
    broken.catch(() => {});

    /** Loads the page into the frame; resolves to the milliseconds from its navigation to the first result. */
    async function run() {
      const { took, error } = await Promise.race([page.evaluate("run()"), broken]);
      if (error !== undefined) throw new Error(`${sdk.id}: ${error}`);
      return took;
    }

    return { page, devtools, run, frame: () => page.frames()[1] };
  }

  return {
    browser,
    open,
    /** The files of the SDK that its page has loaded so far. */
    filesOf: (sdk) => [...pages.files.get(sdk.id)],
    async close() {
      await browser.close();
      await hosts.close();
      await pages.close();
    },
  };
}
