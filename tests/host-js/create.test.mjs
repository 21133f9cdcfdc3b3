// Making a host: what it is made of, and what becomes of a start that fails. In Node, in a process of its own: the WebAssembly is
// started once for all hosts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createHost } from "vvchat-jssdk/host";
import { golden } from "../support/golden-texts.mjs";

const origin = "https://shop.example";
const options = () => ({
  origins: [origin],
  info: { name: "VVChat", version: "9.1.0" },
  methods: { pay: () => ({ trade_no: "201712023384923834" }) },
  onProblem: () => {},
});

test("a start that fails is tried again by the next host", async (t) => {
  const thrown = new WebAssembly.CompileError("no memory");
  const compile = t.mock.method(WebAssembly, "compile", () => Promise.reject(thrown));
  await assert.rejects(createHost(options()), (error) => error === thrown);
  compile.mock.restore();
  const host = await createHost(options());
  assert.equal(await host.page().receive(golden["pay.request"], origin), golden["pay.response"]);
});

test("options that are changed later change nothing", async () => {
  const given = options();
  const host = await createHost(given);
  given.origins.push("https://evil.example");
  given.info.name = "Evil";
  given.methods.pay = () => assert.fail("nobody gave this one");
  given.methods.auth = given.methods.pay;
  const page = host.page();
  assert.equal(await page.receive(golden["pay.request"], origin), golden["pay.response"]);
  const refused = JSON.parse(await page.receive(golden["pay.request"], "https://evil.example"));
  assert.equal(refused.error.message, "the origin https://evil.example is not allowed");
  const { result } = JSON.parse(await page.receive(golden["hello.request"], origin));
  assert.deepEqual([result.host.name, result.methods], ["VVChat", ["pay"]]);
});

test("without onProblem, what a function threw is in the warning", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const thrown = new Error("no network");
  const pay = () => {
    throw thrown;
  };
  const host = await createHost({ ...options(), onProblem: undefined, methods: { pay } });
  assert.equal(await host.page().receive(golden["pay.request"], origin), golden["host.error"]);
  const words = "vvchat-jssdk/host: this host's function for pay failed: Error: no network";
  assert.deepEqual(
    warn.mock.calls.map(({ arguments: said }) => said),
    [[words, thrown]],
  );
});
