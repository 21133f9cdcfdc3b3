// The examples in the types of the server's half: they compile, and they work with the simulated platform.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as server from "vvchat-jssdk/server";
import { listen } from "../support/notify-url.mjs";
import { agree, conversation, pay } from "../support/person.mjs";
import { simulate } from "../support/simulator.mjs";
import { compile, examples, write } from "./examples.mjs";
import { read } from "./pages.mjs";

const imports = 'import { Client, fen, OpenApiError, sign, yuan } from "vvchat-jssdk/server";\n';
const client =
  'const vvchat = new Client({ app_id: "test", app_key: process.env.VVCHAT_APP_KEY, baseUrl: process.env.VVCHAT_URL });\n';

/** What examples take for granted of a merchant's server. */
const surroundings = `
  declare global {
    const process: { env: { VVCHAT_APP_KEY: string; VVCHAT_URL: string } };
    const codeFromThePage: string;
    const codeForAConversation: string;
    const request: { body: Uint8Array; headers: { "content-type": string } };
  }
  export {};
`;

const all = examples(read("dist/server.d.mts"), imports).map((example) => {
  const hasClient = example.code.includes("new Client(");
  return hasClient ? example : { ...example, code: example.code.replace(imports, imports + client) };
});
const sendScope = `sessionapi_sendmsg:${conversation.session_id}:${conversation.session_type}`;

let folder;
let platform;
before(async () => {
  folder = write(all, surroundings);
  platform = await simulate();
  Object.assign(process.env, { VVCHAT_APP_KEY: "123456", VVCHAT_URL: platform.app });

  // An order that is paid, and the platform's notification of it.
  const shop = await listen();
  const vvchat = new server.Client({ app_id: "test", app_key: "123456", baseUrl: platform.app });
  const order = { out_trade_no: "A20260101-2", amount: server.fen("68.00"), notify_url: shop.url };
  const { imprest_code } = await vvchat.placeOrder({ store_no: "1", title: "Green tea", ...order });
  await pay(platform.app, imprest_code);
  const { body, contentType } = await shop.next();
  globalThis.request = { body: Buffer.from(body), headers: { "content-type": contentType } };
  await shop.close();
});
after(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("everything that servers use has an example", () => {
  const calls = Reflect.ownKeys(server.Client.prototype).filter((name) => name !== "constructor");
  const without = [...Object.keys(server), ...calls].filter((member) => !all.some(({ name }) => name === member));
  assert.deepEqual(without, []);
});

test("all of them compile", async () => {
  assert.equal(await compile(folder), "");
});

/** What each of them says, where that is known. */
const said = {
  Client: ["xd8wjr9jr02kjf823jse94kio8 is 林小满"],
  sendMessage: ["sent"],
  queryOrder: ["paid"],
  payOut: ["accepted"],
  verifyNotification: ["A20260101-2 is paid: 68.00"],
  OpenApiError: ["refused 400 无效的code"],
  fen: ["3702n"],
  yuan: ["12.34"],
  sign: ["agent_pay"],
};
for (const { name, file } of all) {
  test(`the example of ${name} works`, async (t) => {
    globalThis.codeFromThePage = await agree(platform.app, "snsapi_userinfo");
    globalThis.codeForAConversation = await agree(platform.app, sendScope);
    const lines = [];
    const shown = (value) => (typeof value === "bigint" ? `${value}n` : String(value));
    t.mock.method(console, "log", (...values) => lines.push(values.map(shown).join(" ")));
    await import(join(folder, `${file}.mjs`));
    assert.equal(lines.length, 1, "it says something");
    assert.equal(lines[0].includes("undefined"), false, lines[0]);
    if (said[name] !== undefined) assert.deepEqual(lines, said[name]);
  });
}
