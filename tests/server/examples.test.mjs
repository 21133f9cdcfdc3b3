// The servers in examples/, each as a process of its own, with a page's requests and the simulator as the platform.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { sign } from "vvchat-jssdk/server";
import { agree, pay } from "../support/person.mjs";
import { simulate } from "../support/simulator.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

let platform;
before(async () => {
  platform = await simulate();
});
after(() => platform?.close());

/** A port that was free a moment ago: a shop has to know its own address before it listens there. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts one of the examples. */
async function open(name) {
  const port = await freePort();
  const merchant = { VVCHAT_APP_ID: "test", VVCHAT_APP_KEY: "123456", VVCHAT_URL: platform.app };
  const env = { ...process.env, ...merchant, PORT: String(port) };
  const shop = spawn(process.execPath, [`examples/${name}/server.mjs`], { cwd: root, env });
  const errors = [];
  createInterface({ input: shop.stderr }).on("line", (line) => errors.push(line));
  const lines = createInterface({ input: shop.stdout });
  const [first] = await Promise.race([
    once(lines, "line"),
    once(shop, "exit").then(() => assert.fail(errors.join("\n"))),
  ]);
  assert.equal(first, `listening at http://127.0.0.1:${port}`);
  return {
    origin: `http://127.0.0.1:${port}`,
    errors,
    /** Waits for what it says next. */
    said: async () => (await once(lines, "line"))[0],
    async close() {
      const ended = once(shop, "exit");
      shop.kill();
      await ended;
    },
  };
}

for (const name of ["node-http", "express"]) {
  describe(name, () => {
    let shop;
    before(async () => {
      shop = await open(name);
    });
    after(() => shop?.close());

    const post = (path, body, headers) =>
      fetch(`${shop.origin}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
    const outcome = async (response) => [response.status, await response.json()];

    /** A page: it keeps its cookie. */
    function page() {
      let Cookie;
      return async (path, body = {}) => {
        const response = await post(path, body, Cookie === undefined ? {} : { Cookie });
        const cookie = response.headers.get("set-cookie");
        if (cookie !== null) {
          assert.match(cookie, /^session=\w{32}; HttpOnly; SameSite=Lax; Path=\/$/);
          Cookie = cookie.split(";")[0];
        }
        return outcome(response);
      };
    }

    async function loggedIn() {
      const ask = page();
      const [, { state }] = await ask("/api/state");
      const code = await agree(platform.app, "snsapi_userinfo");
      const [status, { nickname }] = await ask("/api/login", { code, state });
      assert.deepEqual([status, nickname], [200, "林小满"]);
      return ask;
    }

    test("logging in", async () => {
      await loggedIn();
      const foreign = [403, { message: "this answer is not for this session" }];
      const code = await agree(platform.app, "snsapi_userinfo");
      assert.deepEqual(await page()("/api/login", { code }), foreign);
      const ask = page();
      const [, { state }] = await ask("/api/state");
      assert.deepEqual(await ask("/api/login", { code, state: "another" }), foreign);
      assert.deepEqual(await page()("/api/login", { code, state }), foreign);
      assert.deepEqual(await ask("/api/login", { code: "made-up", state }), [
        400,
        { message: "VVChat does not accept this" },
      ]);
      assert.ok(shop.errors.includes("VVChat refused: 无效的code (err_code 400, HTTP status 400)"));
      assert.deepEqual(await ask("/api/login", { code, state }), foreign, "a state is good for one answer");
    });

    test("an order is paid, and delivered once", async () => {
      const ask = await loggedIn();
      const [, { out_trade_no, imprest_code }] = await ask("/api/orders", { tea: "green-tea", count: 2 });
      assert.deepEqual(await ask("/api/order", { out_trade_no }), [200, { paid: false }]);
      const said = shop.said();
      const trade_no = await pay(platform.app, imprest_code);
      assert.equal(await said, `paid: order ${out_trade_no}, transaction ${trade_no}`);
      assert.deepEqual(await ask("/api/order", { out_trade_no }), [200, { paid: true }]);
      const stranger = await page()("/api/order", { out_trade_no });
      assert.deepEqual(stranger, [404, { message: "there is no such order" }]);
    });

    test("what can't be ordered", async () => {
      const ask = await loggedIn();
      assert.equal((await page()("/api/orders", { tea: "green-tea", count: 1 }))[0], 401);
      for (const [tea, count] of [
        ["gold", 1],
        ["constructor", 1],
        ["oolong", 0],
        ["oolong", 1.5],
        ["oolong", "2"],
      ]) {
        assert.equal((await ask("/api/orders", { tea, count }))[0], 400, `${count} ${tea}`);
      }
    });

    test("notifications that are not believed", async () => {
      const ask = await loggedIn();
      const [, { out_trade_no }] = await ask("/api/orders", { tea: "oolong", count: 1 });
      const forged = (amount, key) => {
        const fields = {
          app_id: "test",
          trade_no: "201712023384923834",
          out_trade_no,
          open_id: "o1",
          trade_time: "1517928240",
          pay_time: "1517928250",
          amount,
          status: "1",
        };
        return new URLSearchParams({ ...fields, sign: sign.data(fields, key) }).toString();
      };
      const notify = async (body) =>
        (await post("/api/notify", body, { "Content-Type": "application/x-www-form-urlencoded" })).status;
      assert.equal(await notify(forged("8800", "guessed")), 400);
      assert.equal(await notify(forged("1", "123456")), 400, "signed, but not for this order");
      assert.equal(await notify("a=1"), 400);
      assert.equal(await notify(""), 400);
      assert.deepEqual(await ask("/api/order", { out_trade_no }), [200, { paid: false }]);
    });

    test("requests that are none", async () => {
      const form = await post("/api/state", "a=1", { "Content-Type": "application/x-www-form-urlencoded" });
      assert.equal(form.status, 415);
      assert.equal((await post("/api/state", "{")).status, 400);
      assert.equal((await post("/api/login", "null")).status, 400);
      assert.equal((await post("/api/login", JSON.stringify("x".repeat(200_000)))).status, 413);
      assert.ok((await fetch(`${shop.origin}/api/state`)).status >= 400);
      assert.equal((await post("/elsewhere", {})).status, 404);
    });

    test("no secret in what it says", () => {
      assert.equal(
        shop.errors.some((line) => line.includes("123456")),
        false,
      );
    });
  });
}
