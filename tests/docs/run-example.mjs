/**
 * Runs one example of the types, in a process of its own: `node run-example.mjs FILE MEMBER`. Prints what it did, as JSON.
 *
 * The example runs inside VVChat, which answers every method as it should.
 */
import vvchat from "vvchat-jssdk";
import { resultFor } from "../support/golden.mjs";

const [, , file, member] = process.argv;

/** What the host was asked. */
const asked = [];
/** What the example said and did: the arguments of each. */
const did = [];
/** What went wrong: errors that it ran into, and warnings of the SDK. */
const problems = [];

function answer(text) {
  const { id, method, params } = JSON.parse(text);
  asked.push(method);
  // The example of errors gets one: this is no answer to a payment.
  const result = member === "VvchatError" && method === "vvchat.pay" ? {} : resultFor(method, params);
  return { jsonrpc: "2.0", id, result };
}

const print = console.log;
for (const level of ["log", "info", "debug"]) console[level] = (...args) => did.push(args);
for (const level of ["warn", "error"]) console[level] = (...args) => problems.push(args.join(" "));

// What examples take for granted of a merchant's page; their types are in examples.test.mjs.
Object.assign(globalThis, {
  sendToYourServer: (...args) => did.push(args),
  askYourServer: (...args) => did.push(args),
  showShareButton: () => did.push(["the share button"]),
  location: { href: "" },
  window: {
    myApp: {
      ask(text) {
        did.push(["my app is asked"]);
        return answer(text);
      },
      // It answers at once, and has nothing more to say.
      addListener() {},
    },
  },
});

// Node would show the code that threw as well: a single line of a hundred thousand characters.
const note = (thrown) => problems.push(String(thrown?.stack ?? thrown));
process.on("unhandledRejection", note);
process.on("uncaughtException", note);

await vvchat.use({ name: "stub", send: answer, subscribe() {} });
if (!["VvchatError", "onError"].includes(member)) await vvchat.onError((error) => problems.push(error.err_msg));

await import(file).catch(note);
if (member === "onError") await vvchat.call("tea").catch(() => {});
// Whatever the example has left behind, the SDK goes on working, and what came before in the queue has been delivered.
const session = await vvchat.getSession();
await vvchat.ready();
asked.splice(asked.lastIndexOf("vvchat.getSession"), 1);

// When there is nothing left to do: a callback that throws is heard of later.
process.once("beforeExit", () => {
  print(JSON.stringify({ asked, did, problems, session, location: globalThis.location.href }));
});
