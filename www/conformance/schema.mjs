/**
 * Holding a message against docs/protocol/schema.json: as much of JSON Schema as that uses.
 */
import schema from "../../docs/protocol/schema.json";

/**
 * What is wrong with a value: where, what was expected and what came. `undefined`: nothing.
 *
 * @param {string} definition `"pay.result"`
 */
export function wrong(definition, value) {
  return check(schema.$defs[definition], value, "");
}

function check(rule, value, at) {
  if (rule === false) {
    return fault(at, "nothing", value);
  }
  if (rule.$ref !== undefined) {
    return check(schema.$defs[rule.$ref.replace("#/$defs/", "")], value, at);
  }
  for (const [keyword, argument] of Object.entries(rule)) {
    const found = keywords[keyword]?.(argument, value, at, rule);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const keywords = {
  type: (type, value, at) => (isOf(type, value) ? undefined : fault(at, type, value)),
  const: (expected, value, at) => (value === expected ? undefined : fault(at, JSON.stringify(expected), value)),
  enum: (values, value, at) =>
    values.includes(value) ? undefined : fault(at, values.map((one) => JSON.stringify(one)).join(", "), value),
  pattern: (pattern, value, at, { description }) =>
    typeof value !== "string" || new RegExp(pattern, "u").test(value)
      ? undefined
      : fault(at, description ?? pattern, value),
  minLength: (length, value, at) =>
    typeof value !== "string" || value.length >= length ? undefined : fault(at, "not empty", value),
  minimum: (least, value, at) =>
    typeof value !== "number" || value >= least ? undefined : fault(at, `≥ ${least}`, value),
  maximum: (most, value, at) =>
    typeof value !== "number" || value <= most ? undefined : fault(at, `≤ ${most}`, value),
  items: (rule, value, at) =>
    Array.isArray(value) ? first(value, (item, index) => check(rule, item, `${at}[${index}]`)) : undefined,
  contains: (rule, value, at) =>
    !Array.isArray(value) || value.some((item) => check(rule, item, at) === undefined)
      ? undefined
      : fault(at, JSON.stringify(rule), value),
  required: (names, value, at) =>
    isOf("object", value)
      ? first(names, (name) => (Object.hasOwn(value, name) ? undefined : fault(join(at, name))))
      : undefined,
  properties: (rules, value, at) =>
    isOf("object", value)
      ? first(Object.entries(rules), ([name, rule]) =>
          Object.hasOwn(value, name) ? check(rule, value[name], join(at, name)) : undefined,
        )
      : undefined,
  allOf: (rules, value, at) => first(rules, (rule) => check(rule, value, at)),
  anyOf: (rules, value, at) => nearest(rules.map((rule) => check(rule, value, at))),
  oneOf: (rules, value, at) => nearest(rules.map((rule) => check(rule, value, at))),
  not: (rule, value, at) => (check(rule, value, at) === undefined ? fault(at, "another value", value) : undefined),
};

function first(items, find) {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Of several ways to be right, none of which is: what the first one lacks. */
const nearest = (found) => (found.includes(undefined) ? undefined : found[0]);

const join = (at, name) => (at === "" ? name : `${at}.${name}`);

function isOf(type, value) {
  switch (type) {
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** A fault where a value is missing has no `came`. */
function fault(at, expected = "present", value) {
  return { at, expected, came: value === undefined ? undefined : JSON.stringify(value) };
}
