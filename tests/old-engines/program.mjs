/** What of a program engines of 2017 would not understand. */
import { parse } from "acorn";
import { full } from "acorn-walk";

/** What the standard library has got since the edition of 2017, by edition; a few are the web's. First what is global. */
const LATER_GLOBALS = {
  2020: ["globalThis", "BigInt", "BigInt64Array", "BigUint64Array"],
  2021: ["AggregateError", "WeakRef", "FinalizationRegistry", "queueMicrotask"],
  2022: ["structuredClone"],
};
const LATER_PROPERTIES = {
  2018: ["asyncIterator", "finally"],
  2019: ["flat", "flatMap", "fromEntries", "trimStart", "trimEnd"],
  2020: ["allSettled", "matchAll"],
  2021: ["replaceAll", "any"],
  2022: ["at", "hasOwn", "randomUUID"],
  2023: ["findLast", "findLastIndex", "toReversed", "toSorted", "toSpliced"],
  2024: ["groupBy", "withResolvers", "isWellFormed", "toWellFormed"],
};
const byName = (editions) =>
  new Map(Object.entries(editions).flatMap(([year, names]) => names.map((name) => [name, `${name} (${year})`])));
const globals = byName(LATER_GLOBALS);
// A global one is a property, too: of `window`.
const properties = new Map([...globals, ...byName(LATER_PROPERTIES)]);

function nodesOf(source, options) {
  const nodes = [];
  full(parse(source, options), (node) => nodes.push(node));
  return nodes;
}

/**
 * What is let through although it is newer: of a module, what came with modules, for an engine that loads them has it; of CommonJS, what
 * Node and bundlers make something else of.
 */
const LET_THROUGH = {
  module: ["ImportExpression", "MetaProperty"],
  commonjs: ["ImportExpression"],
  script: [],
};

/**
 * Throws acorn's `SyntaxError` if the program has any syntax, also of regular expressions, that the edition of 2017 does not have, but
 * for `import()` and `import.meta` where they are let through.
 *
 * @param {string} source
 * @param {"module" | "commonjs" | "script"} sourceType
 */
export function checkSyntax(source, sourceType) {
  // In the place of their `import` is put a name of the same length. That makes a property and a call of them.
  const name = "$mport";
  if (source.includes(name)) throw new Error(`${name} is a name of the program's`);
  const imports = nodesOf(source, { ecmaVersion: "latest", sourceType }).filter(
    ({ type, start }) => LET_THROUGH[sourceType].includes(type) && source.startsWith("import", start),
  );
  const older = imports.reduce(
    (program, { start }) => program.slice(0, start) + name + program.slice(start + name.length),
    source,
  );
  parse(older, { ecmaVersion: 2017, sourceType });
}

/** What of a newer standard library the program names, with the edition: `["replaceAll (2021)"]`. */
export function laterNames(source, sourceType) {
  const found = nodesOf(source, { ecmaVersion: "latest", sourceType }).flatMap((node) => {
    if (node.type === "Identifier") return globals.get(node.name);
    if (node.type === "MemberExpression" && !node.computed) return properties.get(node.property.name);
    if (node.type === "ObjectPattern") return node.properties.map(({ key }) => properties.get(key?.name));
    return undefined;
  });
  return [...new Set(found)].filter(Boolean).toSorted();
}

/** Every text that is written in the program. */
export const textsOf = (source, sourceType) =>
  nodesOf(source, { ecmaVersion: "latest", sourceType })
    .filter(({ type, value }) => type === "Literal" && typeof value === "string")
    .map(({ value }) => value);
