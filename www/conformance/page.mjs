/**
 * The page: starts a run, shows how it goes, and hands out the report.
 */
import { keptRun, run } from "./runner.mjs";
import { tests } from "./tests.mjs";
import { faultWords, noteWords, preferred, sheetWords, stateWords, title, words } from "./texts.mjs";

const query = new URLSearchParams(location.search);
const isAuto = query.has("auto");

/** A number of milliseconds from the address. */
function milliseconds(name, usual) {
  const given = Number(query.get(name) ?? Number.NaN);
  return given > 0 ? given : usual;
}

const timeout = milliseconds("timeout", 5000);
const options = {
  app_id: query.get("app_id") ?? "test",
  imprest_code: query.get("imprest_code") ?? "CONFORMANCE",
  origin: query.get("origin") ?? undefined,
  methods: query.get("methods")?.split(","),
  timeout,
  // Nobody is there to be waited for where it starts by itself.
  patience: milliseconds("patience", isAuto ? timeout : 120_000),
};

const at = (id) => document.getElementById(id);
let lang = preferred();
let rows = tests.map(({ id }) => ({ id, state: "waiting" }));
let report;

/** Resolves to the report, for programs that show this page: a run that the address starts, or the person. */
let finished;
window.vvchatConformance = new Promise((resolve) => {
  finished = resolve;
});

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function show() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = words("title", lang);
  for (const id of ["title", "intro", "sheets", "copy", "download", "language"]) {
    at(id).textContent = words(id, lang);
  }
  at("start").textContent = words(report === undefined ? "start" : "again", lang);
  at("rows").replaceChildren(...rows.map(showRow));
  const running = rows.find(({ state }) => state === "running");
  if (report !== undefined) {
    const inapplicable = report.not_applicable > 0 ? words("inapplicable", lang, report) : "";
    at("status").textContent = words("summary", lang, report) + inapplicable;
    const { name, version } = report.host?.host ?? {};
    const host = name === undefined ? words("nameless", lang) : `${name} ${version}`;
    at("host").textContent =
      report.transport === null ? "" : words("host", lang, { host, transport: report.transport });
  } else if (running !== undefined) {
    const asked = tests.find(({ id }) => id === running.id).sheets ?? [];
    const hints = asked.map((sheet) => sheetWords(sheet, lang));
    at("status").textContent = [
      words("running", lang, { title: title(running.id, lang) }),
      ...(isAuto ? [] : hints),
    ].join(" ");
  }
}

function showRow({ id, state, note, fault, came, values }) {
  const row = element("li", "", "");
  row.id = `row-${id}`;
  row.dataset.state = state;
  const head = element("div", "head", "");
  head.append(element("span", "title", title(id, lang)), element("span", "state", stateWords(state, lang)));
  row.append(head);
  if (note !== undefined) {
    row.append(element("p", "note", noteWords(note, lang)));
  }
  if (fault !== undefined) {
    const { expected, advice } = faultWords(fault, lang, values);
    const list = element("dl", "", "");
    const value = element("dd", "", "");
    value.append(came === undefined ? words("nothing", lang) : element("code", "", came));
    list.append(element("dt", "", words("expected", lang)), element("dd", "", expected));
    list.append(element("dt", "", words("came", lang)), value);
    list.append(element("dt", "", words("advice", lang)), element("dd", "", advice));
    row.append(list);
  }
  return row;
}

/** The report as it is copied, downloaded and sent. */
const asJson = () => JSON.stringify(worded(report), null, 2);

/** The report for programs: rows with their words. */
function worded({ rows, ...summary }) {
  const tests = rows.map(({ note, fault, values, ...row }) => ({
    ...row,
    title: title(row.id, lang),
    ...(note !== undefined && { note: noteWords(note, lang) }),
    ...(fault !== undefined && { fault, ...faultWords(fault, lang, values) }),
  }));
  return { ...summary, tests };
}

async function start(kept) {
  report = undefined;
  at("start").disabled = true;
  at("copy").hidden = true;
  at("download").hidden = true;
  const done = await run(
    options,
    (changed) => {
      rows = changed;
      show();
    },
    kept,
  );
  report = done;
  at("start").disabled = false;
  at("copy").hidden = false;
  at("download").hidden = false;
  show();
  document.documentElement.dataset.done = String(report.failed === 0);
  finished(JSON.parse(asJson()));
  if (query.has("report")) {
    await send(query.get("report"));
  }
}

/** Sends the report where the address says, and nowhere else. */
async function send(url) {
  try {
    await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: asJson() });
  } catch (error) {
    at("status").textContent = words("unsent", lang, { why: error.message });
  }
}

at("start").addEventListener("click", () => start());
at("language").addEventListener("click", () => {
  lang = lang === "zh" ? "en" : "zh";
  show();
});
at("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(asJson());
  at("status").textContent = words("copied", lang);
});

at("download").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([asJson()], { type: "application/json" }));
  link.download = "vvchat-conformance.json";
  link.click();
  URL.revokeObjectURL(link.href);
});

show();
const kept = keptRun();
if (kept !== undefined) {
  rows = kept.rows;
  start(kept);
} else if (isAuto) {
  start();
}
