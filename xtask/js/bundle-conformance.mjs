// Makes the conformance page, www/conformance, one file that needs no other: dist/conformance.html.
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { version } from "./entry.mjs";
import { write } from "./write.mjs";

const folder = "www/conformance";

async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/${entry}`],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    format: "iife",
    target: "es2020",
    define: { __VERSION__: JSON.stringify(version) },
  });
  return outputFiles[0].text;
}

/** Replaces the one place where that stands. */
function replaced(page, place, content) {
  if (page.split(place).length !== 2) throw new Error(`${place} is to be in ${folder}/index.html once`);
  return page.replace(place, () => content);
}

const page = readFileSync(`${folder}/index.html`, "utf8");
// A script ends where that stands in it, even in a string.
const script = (await bundled("page.mjs")).replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const withStyle = replaced(
  page,
  '<link rel="stylesheet" href="style.css">',
  `<style>${await bundled("style.css")}</style>`,
);
write(
  "dist/conformance.html",
  replaced(withStyle, '<script type="module" src="page.mjs"></script>', `<script>${script}</script>`),
);
