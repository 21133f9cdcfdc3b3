// app_key, tokens and codes are in nothing that gets printed.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import { Client } from "vvchat-jssdk/server";

const secrets = ["S3CRET-KEY", "S3CRET-TOKEN", "S3CRET-CODE"];
const options = { app_id: "test", app_key: "S3CRET-KEY" };

/** Everything that a value can be made to say. */
function printed(value) {
  const text = [inspect(value, { depth: null, showProxy: true }), JSON.stringify(value), String(value)].join("\n");
  return value instanceof Error ? `${text}\n${value.stack}\n${printed(value.cause ?? null)}` : text;
}

function isClean(value, what) {
  const text = printed(value);
  for (const secret of secrets) assert.equal(text.includes(secret), false, `${what}: ${text}`);
}

let server;
let baseUrl;
let answer;
before(async () => {
  server = createServer((_request, response) => answer(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  baseUrl = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

test("a client", () => {
  const client = new Client({ ...options, baseUrl });
  isClean(client, "client");
  isClean({ client, deep: [client] }, "what has a client in it");
  assert.equal(JSON.stringify(client), "{}");
  assert.deepEqual(Reflect.ownKeys(client), []);
});

test("an authorization: its token is there for those who ask for it", async () => {
  const reply = { open_id: "o1", scope: "snsapi_userinfo", token: "S3CRET-TOKEN", expire_in: 1893456000 };
  answer = (response) => response.end(JSON.stringify(reply));
  const authorization = await new Client({ ...options, baseUrl }).exchangeCode("S3CRET-CODE");
  isClean(authorization, "authorization");
  isClean({ ...authorization }, "a copy of it");
  assert.equal(authorization.token, "S3CRET-TOKEN");
  assert.deepEqual(authorization.expires_at, new Date("2030-01-01T00:00:00Z"));
});

test("what the platform itself says is kept word for word, even if it repeats a secret", async () => {
  answer = (response) => response.writeHead(400).end('{"err_code":400,"err_msg":"无效的code S3CRET-CODE"}');
  const call = new Client({ ...options, baseUrl }).exchangeCode("S3CRET-CODE");
  await assert.rejects(call, { reason: "refused", err_msg: "无效的code S3CRET-CODE" });
});

/** What can go wrong, one after the other; `exchangeCode` has key and code in its URL, the other two have a token. */
const troubles = {
  "a refusal": (response) => response.writeHead(400).end('{"err_code":400,"err_msg":"无效的code"}'),
  "another status": (response) => response.writeHead(404).end(),
  "a redirect": (response) => response.writeHead(302, { Location: "/elsewhere" }).end(),
  "no JSON": (response) => response.end("S3CRET-TOKEN"),
  "a token that is none": (response) =>
    response.end('{"open_id":"o1","scope":"s","token":"S3CRET-TOKEN\\n","expire_in":1893456000}'),
  "a token that is a list": (response) => response.end('{"open_id":"o1","scope":"s","token":["S3CRET-TOKEN"]}'),
  "a broken connection": (response) => response.destroy(),
  "no answer": () => {},
  "a broken body": (response) => {
    response.writeHead(200, { "Content-Length": "99" }).write("{");
    response.socket.end();
  },
  "no HTTP": (response) => response.socket.end("S3CRET-TOKEN\r\n\r\n"),
};
for (const [name, trouble] of Object.entries(troubles)) {
  test(`the errors of ${name}`, async () => {
    answer = trouble;
    const client = new Client({ ...options, baseUrl, retries: 0, timeout: 200 });
    const calls = [
      client.exchangeCode("S3CRET-CODE"),
      client.userInfo("S3CRET-TOKEN"),
      client.sendMessage("S3CRET-TOKEN", "茶"),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      // A message's answer is not read: for that call, some of these are no trouble.
      if (outcome.status === "rejected") isClean(outcome.reason, name);
    }
    assert.equal((await Promise.allSettled(calls))[0].status, "rejected");
  });
}

test("the errors of addresses that can't be asked", async () => {
  // Port 1 is one of those that fetch refuses; nobody listens at the other.
  for (const url of ["http://127.0.0.1:1", "https://vvchat.invalid", `${baseUrl.replace("http:", "https:")}`]) {
    const client = new Client({ ...options, baseUrl: url, retries: 0 });
    const error = await client.exchangeCode("S3CRET-CODE").then(assert.fail, (thrown) => thrown);
    assert.equal(error.reason, "transport");
    isClean(error, url);
  }
});

test("the errors of options and values", async () => {
  const wrong = [
    { ...options, app_key: "S3CRET-KEY with a space", baseUrl },
    { ...options, app_key: ["S3CRET-KEY"], baseUrl },
    { ...options, app_key: "S3CRET-KEY-茶", baseUrl },
    { ...options, baseUrl: "https://user:S3CRET-KEY@open.example" },
  ];
  for (const value of wrong) {
    let error;
    try {
      new Client(value);
    } catch (thrown) {
      error = thrown;
    }
    assert.equal(error.reason, "invalid_input");
    isClean(error, "options");
  }
  const client = new Client({ ...options, baseUrl });
  for (const call of [client.exchangeCode("S3CRET-CODE\n"), client.userInfo(["S3CRET-TOKEN"])]) {
    isClean(await call.catch((error) => error), "values");
  }
});
