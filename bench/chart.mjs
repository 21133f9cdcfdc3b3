/** The times to the first result as a picture. */
import { fullName } from "./files.mjs";
import { summary } from "./statistics.mjs";

/** Legible on white and on black. Letters and lines take the colour of what is around them, see below. */
const COLOURS = { ours: "#d9480f", rival: "#3b82c4", none: "#868e96" };

const kindOf = (sdk) => (sdk.isOurs ? "ours" : sdk.file ? "rival" : "none");

/** An image has no surroundings to take a colour from: it goes by the reader's setting. */
const THEME = "svg { color: #1f2328 } @media (prefers-color-scheme: dark) { svg { color: #e6edf3 } }";

/**
 * Medians as dots, quartiles as lines, for each speed of the processor and each state of the cache.
 *
 * @param {Awaited<ReturnType<import("./measure/first-result.mjs").measure>>} result
 * @returns {Promise<string>} an SVG document
 */
export async function chart({ cpus, rows }) {
  const Plot = await import("@observablehq/plot");
  const { parseHTML } = await import("linkedom");
  const { document } = parseHTML("<html><body></body></html>");
  const points = rows.flatMap(({ sdk, times }) =>
    cpus.flatMap((cpu) =>
      ["cold", "warm"].map((cache) => ({
        sdk: `${fullName(sdk)} (${sdk.inject ? "object" : "frame"})`,
        kind: kindOf(sdk),
        cpu: cpu === 1 ? "processor as it is" : `${cpu} times slower`,
        cache: `${cache} cache`,
        ...summary(times[cpu][cache]),
      })),
    ),
  );
  const slowestCold = points.filter(({ cache, cpu }) => cache === "cold cache" && cpu === points.at(-1).cpu);
  const order = slowestCold.toSorted((a, b) => a.median - b.median).map(({ sdk }) => sdk);
  const facets = { fx: "cpu", fy: "cache" };
  const svg = Plot.plot({
    document,
    ariaLabel: "Times to the first result, for each SDK; the tables have the same",
    width: 1000,
    height: 740,
    marginLeft: 260,
    marginRight: 90,
    marginBottom: 50,
    style: { background: "transparent", fontSize: "12px" },
    x: {
      label: "milliseconds from navigation to the first result; dot: median, line: quartiles",
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 42,
      ticks: 3,
      grid: true,
      zero: true,
      nice: true,
      insetRight: 28,
    },
    y: { label: null, domain: order },
    fx: { label: null, domain: [...new Set(points.map(({ cpu }) => cpu))] },
    fy: { label: null, domain: ["cold cache", "warm cache"] },
    color: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
    marks: [
      Plot.frame({ strokeOpacity: 0.2 }),
      Plot.ruleY(points, {
        ...facets,
        y: "sdk",
        x1: "lower",
        x2: "upper",
        stroke: "kind",
        strokeWidth: 3,
        strokeOpacity: 0.6,
      }),
      Plot.dot(points, { ...facets, y: "sdk", x: "median", fill: "kind", r: 4 }),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${svg.outerHTML.replace("<style>", `<style>${THEME}\n`)}\n`;
}
