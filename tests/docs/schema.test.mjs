// docs/protocol: the JSON Schema takes what the SDK and the host kit take, and refuses what they refuse; the OpenRPC document is one,
// and its examples are valid.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import openRpc from "@open-rpc/meta-schema";
import Ajv7 from "ajv";
import Ajv from "ajv/dist/2020.js";
import { read } from "./pages.mjs";

const schema = JSON.parse(read("docs/protocol/schema.json"));
const document = JSON.parse(read("docs/protocol/openrpc.json"));
const cases = JSON.parse(read("crates/protocol/tests/cases.json"));

const ajv = new Ajv({ strict: true, allErrors: true });
ajv.addSchema(schema);
const isMessage = ajv.getSchema(schema.$id);
const definition = (name) => ajv.getSchema(`${schema.$id}#/$defs/${name}`) ?? assert.fail(`there is no ${name}`);

const folder = "crates/protocol/golden";
const golden = readdirSync(new URL(`../../${folder}`, import.meta.url)).map((file) => {
  const { name, direction, text } = JSON.parse(read(`${folder}/${file}`));
  return { name, direction, message: JSON.parse(text) };
});

/** The definition for a golden message: `pay.response` also for `pay.error` and `pay.refused`. */
function definitionOf({ name, direction, message }) {
  const [subject] = name.split(".");
  if (message.id === undefined) return name;
  if (direction === "page_to_host") return `${subject}.request`;
  return `${subject}.response` in schema.$defs ? `${subject}.response` : "pay.response";
}

function accepts(validate, value, about) {
  assert.ok(validate(value), `${about}: ${ajv.errorsText(validate.errors)}`);
}

for (const sample of golden) {
  const validate = definition(definitionOf(sample));

  test(`${sample.name} is valid`, () => {
    accepts(validate, sample.message, sample.name);
    accepts(isMessage, sample.message, sample.name);
    const side = sample.direction === "page_to_host" ? "page_message" : "host_message";
    accepts(definition(side), sample.message, side);
    accepts(validate, { ...sample.message, later: 1 }, "a member that nobody knows");
  });

  test(`${sample.name} is refused once something is wrong with it`, () => {
    const { jsonrpc, ...rest } = sample.message;
    const broken = [rest, { ...rest, jsonrpc: "1.0" }, { ...rest, jsonrpc: 2 }, [sample.message], sample.name, null];
    const set = (changes) => broken.push({ jsonrpc, ...rest, ...changes });
    const drop = (name) => broken.push(Object.fromEntries(Object.entries(sample.message).filter(([n]) => n !== name)));
    for (const name of Object.keys(rest)) drop(name);
    if (rest.id !== undefined) for (const id of [7, null, {}]) set({ id });
    else set({ id: "6f1d" });
    if (rest.method !== undefined) for (const method of ["vvchat.other", "pay", 7]) set({ method });
    if (rest.params !== undefined) for (const params of [[], null, "x"]) set({ params });
    if (rest.result !== undefined) {
      set({ error: { code: 400, message: "x" } });
      for (const result of [null, [], "x"]) set({ result });
    }
    if (rest.error !== undefined) {
      set({ result: {} });
      for (const error of [null, {}, { code: 400 }, { message: "x" }, { code: "400", message: "x" }]) set({ error });
    }
    for (const message of broken) assert.ok(!validate(message), JSON.stringify(message));
  });
}

for (const [kind, part] of [
  ["params", "params"],
  ["results", "result"],
]) {
  for (const [method, { valid, invalid }] of Object.entries(cases[kind])) {
    test(`${kind} of ${method} are valid where the SDK takes them, and invalid where it does not`, () => {
      const validate = definition(`${method}.${part}`);
      for (const value of valid) accepts(validate, value, JSON.stringify(value));
      for (const value of invalid) assert.ok(!validate(value), JSON.stringify(value));
    });
  }
}

test("a member that does not apply may be null", () => {
  const { message } = golden.find(({ name }) => name === "pay.response");
  accepts(definition("pay.response"), { ...message, error: null }, "error");
  const refused = golden.find(({ name }) => name === "pay.error").message;
  accepts(definition("pay.response"), { ...refused, result: null }, "result");
});

test("the OpenRPC document is one", () => {
  // It refers to a schema of schemas, which lives elsewhere: compiling them, below, is as good.
  const isElsewhere = (value) => typeof value?.$ref === "string" && value.$ref.startsWith("https://");
  const { $schema, $id, ...meta } = JSON.parse(
    JSON.stringify(openRpc.openrpcDocument, (_, value) => (isElsewhere(value) ? {} : value)),
  );
  const validate = new Ajv7({ strict: false, validateFormats: false }).compile(meta);
  assert.ok(validate(document), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...document, methods: [{ name: "x" }] }));
});

test("it has every request that a page sends", () => {
  const requests = golden.filter(({ direction }) => direction === "page_to_host").map(({ message }) => message.method);
  assert.deepEqual(document.methods.map(({ name }) => name).sort(), [...new Set(requests)].sort());
});

for (const { name, params, result, examples = [] } of document.methods) {
  const compile = (part) => new Ajv7({ strict: true }).compile(part);

  test(`${name} in the OpenRPC document has valid examples`, () => {
    assert.equal(examples.length, name.startsWith("vvchat.") ? 1 : 0);
    const validators = Object.fromEntries(params.map(({ name, schema }) => [name, compile(schema)]));
    for (const example of examples) {
      const given = example.params.map(({ name }) => name);
      for (const { name, required } of params) assert.ok(!required || given.includes(name), `${name} is missing`);
      for (const { name, value } of example.params) {
        accepts(validators[name] ?? assert.fail(name), value, name);
        assert.ok(!validators[name](7), `${name} takes anything`);
      }
      accepts(compile(result.schema), example.result.value, result.name);
      assert.ok(!compile(result.schema)({}), `${result.name} takes anything`);
    }
  });
}
