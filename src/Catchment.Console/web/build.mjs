// Bundles the front end: node build.mjs [OUTPUT FOLDER]. With --test instead: bundles the unit tests and runs them.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const common = {
  absWorkingDir: here,
  bundle: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  target: "es2020",
  legalComments: "none",
  logLevel: "warning",
};

if (process.argv.includes("--test")) await test();
else await build(process.argv[2] ?? join(here, "console"));

async function build(folder) {
  const result = await esbuild.build({
    ...common,
    entryPoints: { app: "src/main.tsx", theme: "src/theme-early.ts" },
    outdir: folder,
    minify: true,
    write: false,
    format: "iife",
  });
  const files = new Map(result.outputFiles.map((f) => [f.path.replaceAll("\\", "/").split("/").pop(), Buffer.from(f.contents)]));
  files.set("icon.svg", await readFile(join(here, "src/icon.svg")));

  // The page names its files by their content, so that a browser may keep them for good and still sees a new build at once.
  let page = await readFile(join(here, "src/index.html"), "utf8");
  for (const [name, bytes] of files) {
    const version = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
    page = page.replaceAll(`assets/${name}`, `assets/${name}?v=${version}`);
  }

  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of files) {
    await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, name + ".br"), brotliCompressSync(bytes));
  }

  // The page last: whoever sees it finds everything that it names.
  await writeFile(join(folder, "index.html"), page);
}

async function test() {
  const folder = await mkdtemp(join(tmpdir(), "catchment-web-"));
  try {
    const names = (await readdir(join(here, "tests"))).filter((n) => n.endsWith(".test.ts"));
    await esbuild.build({
      ...common,
      entryPoints: names.map((n) => join("tests", n)),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      platform: "node",
      format: "esm",
    });
    const built = names.map((n) => join(folder, n.replace(/\.ts$/, ".mjs")));
    process.exitCode = spawnSync(process.execPath, ["--test", ...built], { stdio: "inherit" }).status ?? 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}
