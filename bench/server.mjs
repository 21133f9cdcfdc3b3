/** A web server for the pages that are measured: compressed files, and the same latency for each answer. */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { brotli, urlOf } from "./files.mjs";

/** How long every answer takes to begin, in milliseconds. */
export const LATENCY = 40;

const types = {
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/**
 * Serves documents, and below `/sdk/ID/` the folder of each SDK's file. Documents are never cached, files always.
 *
 * @param {import("./sdks/list.mjs").Sdk[]} sdks
 * @param {(path: string, sdk: import("./sdks/list.mjs").Sdk) => string} documentOf the document for `/PATH/ID`
 * @returns {Promise<{ origin: string, files: Map<string, Set<string>>, close: () => Promise<void> }>} `files`: which files were
 * asked for, by the SDK's id
 */
export async function serve(sdks, documentOf) {
  const byId = new Map(sdks.map((sdk) => [sdk.id, sdk]));
  const files = new Map(sdks.map(({ id }) => [id, new Set()]));

  function contentOf(pathname) {
    const [, folder, id, name] = /^\/(\w+)\/([\w-]+)(?:\/([\w.-]+))?$/.exec(pathname) ?? [];
    const sdk = byId.get(id);
    if (sdk === undefined) return undefined;
    if (folder !== "sdk") {
      const body = brotli(Buffer.from(documentOf(folder, sdk)));
      return { type: "text/html; charset=utf-8", cache: "no-store", body };
    }
    const url = new URL(name, urlOf(sdk));
    if (!existsSync(url)) return undefined;
    files.get(id).add(url.href);
    return {
      type: types[extname(name)],
      cache: "public, max-age=31536000, immutable",
      body: brotli(readFileSync(url)),
    };
  }

  /** What was answered before: compressing takes longer than anything that is measured. */
  const contents = new Map();

  const server = createServer((request, response) => {
    if (!/\bbr\b/.test(request.headers["accept-encoding"])) throw new Error("the browser takes no brotli");
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    if (!contents.has(pathname)) contents.set(pathname, contentOf(pathname));
    const content = contents.get(pathname);
    const head = content && {
      "Cache-Control": content.cache,
      "Content-Encoding": "br",
      "Content-Length": content.body.length,
      "Content-Type": content.type,
    };
    setTimeout(() => response.writeHead(content ? 200 : 404, head).end(content?.body), LATENCY);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    files,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
