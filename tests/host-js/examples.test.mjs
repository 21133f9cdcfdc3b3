// The examples in the types of vvchat-jssdk/host: they compile, and they work.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { compile, examples, write } from "../docs/examples.mjs";
import { read } from "../docs/pages.mjs";
import { launch } from "../support/browser.mjs";
import { golden } from "../support/golden-texts.mjs";

const imports = 'import { createHost, Refusal } from "vvchat-jssdk/host";\n';
/** What the examples of a host's functions start from. */
const host = `const host = await createHost({
  origins: ["https://shop.example"], info: { name: "Tea house", version: "1.0" }, methods: {},
});\n`;

/** What examples take for granted of an app's page. */
const surroundings = `
  declare global {
    const port: MessagePort;
    function sheet(question: string, signal: AbortSignal): Promise<boolean>;
    interface ParentNode {
      querySelector(selectors: "iframe"): HTMLIFrameElement;
    }
  }
  export {};
`;

const all = examples(read("dist/host.d.mts"), imports).map((example) => {
  const hasHost = example.code.includes("createHost({") || !example.code.includes("host.");
  return hasHost ? example : { ...example, code: example.code.replace(imports, imports + host) };
});

let folder;
let browser;
before(async () => {
  folder = write(all, surroundings);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("all of them compile", { timeout: 120_000 }, async () => {
  assert.deepEqual(
    all.map(({ name }) => name),
    ["createHost", "attach", "page", "Refusal"],
  );
  assert.equal(await compile(folder), "");
});

/** Runs an example in the app's page, with `stage` before it, and the shop in the frame. Returns what `result` is then. */
async function run(name, stage, result) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, `${name}-0.mjs`)],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  const context = await browser.newContext();
  try {
    const pages = {
      "https://app.example/": `<!doctype html><title>App</title><iframe src="https://shop.example/"></iframe>`,
      "https://shop.example/": "<!doctype html><title>Shop</title>",
    };
    await context.route("**/*", (route) => {
      const body = pages[route.request().url()];
      return body === undefined ? route.abort() : route.fulfill({ body, contentType: "text/html" });
    });
    const tab = await context.newPage();
    await tab.goto("https://app.example/");
    await tab.evaluate(stage);
    const frame = tab.frames()[1];
    await frame.evaluate(() => {
      window.heard = new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data), { once: true }));
    });
    await tab.addScriptTag({ type: "module", content: outputFiles[0].text });
    return await result({ tab, frame, heard: () => frame.evaluate(() => window.heard) });
  } finally {
    await context.close();
  }
}

test("the example of createHost works", { timeout: 60_000 }, () =>
  run(
    "createHost",
    () => {
      window.sheet = async (question) => question === "Pay P20171202?";
    },
    async ({ frame, heard }) => {
      assert.equal(await heard(), golden["ready.notification"]);
      const answer = await frame.evaluate(
        (text) =>
          new Promise((resolve) => {
            addEventListener("message", ({ data }) => resolve(data));
            parent.postMessage(text, "https://app.example");
          }),
        golden["pay.request"],
      );
      assert.equal(answer, golden["pay.response"]);
    },
  ),
);

test("the example of attach works", { timeout: 60_000 }, () =>
  run(
    "attach",
    () => {},
    async ({ heard }) => assert.equal(await heard(), golden["ready.notification"]),
  ),
);

test("the example of page works", { timeout: 60_000 }, () =>
  run(
    "page",
    () => {
      const { port1, port2 } = new MessageChannel();
      window.port = port1;
      window.heard = [];
      window.other = port2;
      port2.onmessage = ({ data }) => window.heard.push(data);
    },
    async ({ tab }) => {
      await tab.evaluate((text) => window.other.postMessage(text), golden["pay.request"]);
      await tab.waitForFunction(() => window.heard.length === 2);
      assert.deepEqual(await tab.evaluate(() => window.heard), [
        golden["ready.notification"],
        golden["unknown_method.error"],
      ]);
    },
  ),
);

test("the example of Refusal works", async () => {
  const { code } = all.find(({ name }) => name === "Refusal");
  const { Refusal } = await import("vvchat-jssdk/host");
  const methods = new Function("Refusal", `${code.replace(imports, "")}; return methods;`)(Refusal);
  assert.throws(() => methods.selectSession(), { name: "Refusal", code: 403, message: "not in this room" });
});
