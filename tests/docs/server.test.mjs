// docs/server.md, in both languages: its tables are what the types and the client say, and its code works.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "vvchat-jssdk/server";
import { simulate } from "../support/simulator.mjs";
import { codeBlocks, prose, read, root } from "./pages.mjs";

const pages = ["docs/server.md", "docs/server.zh-CN.md"];
const types = read("npm/server.d.ts");
const calls = Reflect.ownKeys(Client.prototype).filter((name) => !["constructor", "verifyNotification"].includes(name));

/** The part of a text between two lines. */
function between(text, start, end) {
  const from = text.indexOf(start);
  assert.notEqual(from, -1, start);
  return text.slice(from, text.indexOf(end, from + start.length));
}

/** The tables of a page, each as the cells of its rows, without the headings. */
function tables(page) {
  return Array.from(prose(page).matchAll(/^(?:\|.*\|\n)+/gm), ([text]) => {
    const rows = text.trim().split("\n").slice(2);
    return rows.map((row) =>
      row
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  });
}
const names = (table) => table.map(([cell]) => /`(\w+)/.exec(cell)[1]);

let folder;
let platform;
before(async () => {
  mkdirSync(`${root}target`, { recursive: true });
  folder = mkdtempSync(`${root}target/server-docs-`);
  platform = await simulate();
});
after(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Calls, with values that pass. */
const order = { store_no: "1", out_trade_no: "A1", amount: 1, notify_url: "https://shop.example/n", title: "Tea" };
const payOut = {
  out_order_no: "R1",
  in_open_id: "o1",
  out_open_id: "o2",
  amount: 1,
  notify_url: "https://a/n",
  title: "T",
};
const made = {
  exchangeCode: (client) => client.exchangeCode("C0DE"),
  userInfo: (client) => client.userInfo("T0KEN"),
  sendMessage: (client) => client.sendMessage("T0KEN", "tea"),
  placeOrder: (client) => client.placeOrder(order),
  queryOrder: (client) => client.queryOrder({ out_trade_no: "A1" }),
  payOut: (client) => client.payOut(payOut),
  placeTestOrder: (client) => client.placeTestOrder(),
};

/** A platform that writes down what it is asked, and never does it. */
async function unwilling(status) {
  const asked = [];
  const server = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url.split("?")[0]}`);
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  return { asked, baseUrl, close: () => server.close() };
}

for (const page of pages) {
  const [options, callTable, reasons, repeats, sameNames, others, ...more] = tables(page);

  test(`${page}: every option, call and reason has a row, in the order of the types`, () => {
    assert.deepEqual(more, []);
    const inTypes = (text, pattern) => Array.from(text.matchAll(pattern), ([, name]) => name);
    assert.deepEqual(
      names(options),
      inTypes(between(types, "interface ClientOptions {", "\n}"), /^ {2}readonly (\w+)\??:/gm),
    );
    assert.deepEqual(names(reasons), inTypes(between(types, "export type Reason =", ";"), /"(\w+)"/g));
    for (const table of [callTable, repeats, sameNames]) assert.deepEqual(names(table), calls);
    for (const kind of ["connect", "timeout", "interrupted"]) assert.ok(prose(page).includes(`\`${kind}\``), kind);
  });

  test(`${page}: what is sent again is what the table says`, async () => {
    for (const [column, status] of [
      [2, 503],
      [3, 429],
    ]) {
      const platform = await unwilling(status);
      const client = new Client({ app_id: "test", app_key: "123456", baseUrl: platform.baseUrl, retries: 1 });
      for (const [index, row] of repeats.entries()) {
        platform.asked.length = 0;
        await made[calls[index]](client).then(assert.fail, () => {});
        assert.equal(
          platform.asked.length,
          ["again", "重发"].includes(row[column]) ? 2 : 1,
          `${calls[index]}, ${status}`,
        );
      }
      platform.close();
    }
    assert.ok(repeats.every((row) => ["again", "重发"].includes(row[1])));
  });

  test(`${page}: Rust has those names, and the platform those paths`, async () => {
    const rust = read("crates/openapi/src/client.rs");
    const platform = await unwilling(404);
    const client = new Client({ app_id: "test", app_key: "123456", baseUrl: platform.baseUrl });
    for (const [node, name, path] of sameNames.map((row) => row.map((cell) => cell.replaceAll("`", "")))) {
      assert.equal(
        name,
        node.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      );
      assert.ok(rust.includes(`pub async fn ${name}(`), name);
      await made[node](client).then(assert.fail, () => {});
      assert.equal(platform.asked.pop(), path);
    }
    platform.close();
    const sources = ["notification", "amount", "sign", "error"]
      .map((file) => read(`crates/openapi/src/${file}.rs`))
      .join("");
    for (const name of ["from_body", "deduplication_key", "from_yuan", "data", "base", "joint", "may_have_arrived"]) {
      assert.ok(sources.includes(`fn ${name}`), name);
    }
    assert.ok(others.length > 0);
  });

  test(`${page}: its code works`, async (t) => {
    const [begin, verify, ...rest] = codeBlocks(page, "js");
    assert.deepEqual(rest, []);
    assert.match(verify, /^const notification = vvchat\.verifyNotification\(body, contentType\);$/m);
    Object.assign(process.env, { VVCHAT_APP_KEY: "123456", VVCHAT_URL: platform.app });
    const log = t.mock.method(console, "log", () => {});
    const file = join(folder, `${page.replaceAll("/", "-")}.mjs`);
    writeFileSync(file, begin);
    await import(file);
    assert.match(log.mock.calls[0].arguments.join(" "), /^for the page's vvchat\.pay: P\w+/);
  });
}
