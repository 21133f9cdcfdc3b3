/** Tables in Markdown, which read well as plain text, too, and their places in the documentation. */
import { readFileSync, writeFileSync } from "node:fs";

/** A number of bytes or of anything else that is whole, with commas. */
export const grouped = (number) => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");

/** Whether a cell holds a figure, or stands for one. */
const isFigure = (cell) => /^(\*\*)?\d/.test(cell) || cell === "" || cell === "—";

/**
 * A table. Columns of figures stand right, all others left.
 *
 * @param {string[]} heading
 * @param {string[][]} rows
 */
export function table(heading, rows) {
  const widths = heading.map((_, index) => Math.max(3, ...[heading, ...rows].map((cells) => cells[index].length)));
  const isRight = heading.map((_, index) => rows.every((cells) => isFigure(cells[index])));
  const padded = (cell, index) => (isRight[index] ? cell.padStart(widths[index]) : cell.padEnd(widths[index]));
  const line = (cells) => `| ${cells.map(padded).join(" | ")} |`;
  const rule = widths.map((width, index) => (isRight[index] ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
}

/**
 * Replaces what stands between two marks, `<!-- NAME -->` and `<!-- /NAME -->`, in a page.
 *
 * @param {URL | string} page
 * @param {string} name
 * @param {string} text
 */
export function writeBetweenMarks(page, name, text) {
  const content = readFileSync(page, "utf8");
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [content.indexOf(begin) + begin.length, content.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`${page} has no ${begin.trim()} with a ${end} after it`);
  writeFileSync(page, `${content.slice(0, from)}\n${text}\n\n${content.slice(to)}`);
}
