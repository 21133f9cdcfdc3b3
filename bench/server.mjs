/** A web server for the pages that are measured: compressed files, and the same latency for each answer. */
import { readFileSync } from "node:fs";
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

/** What is compressed once, by its address on this machine. */
const compressed = new Map();

function compressedFile(url) {
  if (!compressed.has(url.href)) compressed.set(url.href, brotli(readFileSync(url)));
  return compressed.get(url.href);
}

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
    if (folder !== "sdk")
      return { type: "text/html; charset=utf-8", body: brotli(Buffer.from(documentOf(folder, sdk))) };
    const url = new URL(name, urlOf(sdk));
    const body = compressedFile(url);
    files.get(id).add(url.href);
    return { type: types[extname(name)], body, headers: { "Cache-Control": "public, max-age=31536000, immutable" } };
  }

  const server = createServer((request, response) => {
    if (!/\bbr\b/.test(request.headers["accept-encoding"])) throw new Error("the browser takes no brotli");
    const content = contentOf(new URL(request.url, "http://127.0.0.1").pathname);
    const head = content && {
      "Cache-Control": "no-store",
      "Content-Encoding": "br",
      "Content-Length": content.body.length,
      "Content-Type": content.type,
      ...content.headers,
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
