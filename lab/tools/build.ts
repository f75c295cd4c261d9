import { execFile, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { parseVersion, type GoModule, type Tool } from "./catalogue";
import { cachedPath } from "./find";
import { inScratchFolder, install } from "./scratch";

/** GOFLAGS and GOWORK of the user are for the user's own modules. Without cgo no C compiler is needed. */
const goEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, GOFLAGS: "", GOWORK: "off", CGO_ENABLED: "0" });

/**
 * Builds tools of one module and moves each into the cache in one step.
 *
 * @throws Error with the last lines of the build's output
 */
export async function buildTools(module: GoModule, tools: readonly Tool[], cache: string): Promise<void> {
  await inScratchFolder(cache, async (folder) => {
    const log = join(folder, "build.log");
    writeFileSync(join(folder, "go.mod"), await goMod(module));
    const definitions = Object.entries(module.definitions).map(([name, value]) => `-X ${name}=${value}`);
    for (const tool of tools) mkdirSync(join(folder, tool.name));
    // `-mod=mod` records what these packages need; `go mod tidy` would download what the tests of all their modules need, too.
    const flags = ["-mod=mod", "-trimpath", "-buildvcs=false", "-ldflags", ["-s", "-w", ...definitions].join(" ")];
    for (const tool of tools) await go(["build", ...flags, "-o", join(folder, tool.name, tool.name), tool.package], folder, log);
    for (const tool of tools) install(join(folder, tool.name), dirname(cachedPath(tool, cache)));
  });
}

/**
 * A module of our own that requires the tools' module. Go ignores the replacements of a required module, and a release that has some
 * cannot be installed with `go install`, so they are carried over from its go.mod.
 * https://go.dev/ref/mod#go-mod-file-replace
 */
async function goMod(module: GoModule): Promise<string> {
  const { GoMod } = await downloadModule(module);
  const upstream = await goJson<UpstreamModule>(["mod", "edit", "-json", GoMod]);
  // It replaces modules, too, that it does not require: samples, which the proxy lacks at some versions.
  const required = new Set(upstream.Require.map(({ Path }) => Path));
  const replaces = (upstream.Replace ?? []).flatMap(({ Old, New }) => {
    if (New.Version !== undefined) return [`replace ${Old.Path} => ${New.Path} ${New.Version}`];
    return module.staging === undefined || !required.has(Old.Path)
      ? []
      : [`require ${Old.Path} ${module.staging}`, `replace ${Old.Path} => ${Old.Path} ${module.staging}`];
  });
  return ["module gateway-fleet-lab-tools", `go ${upstream.Go}`, `require ${module.path} ${module.version}`, ...replaces, ""].join("\n");
}

/**
 * @returns absolute paths of the module's go.mod and of its files, which nobody may change
 * @throws Error with what Go said
 */
export function downloadModule({
  path,
  version,
}: Pick<GoModule, "path" | "version">): Promise<{ readonly GoMod: string; readonly Dir: string }> {
  return goJson(["mod", "download", "-json", `${path}@${version}`]);
}

interface UpstreamModule {
  readonly Go: string;
  readonly Require: readonly { readonly Path: string }[];
  readonly Replace:
    readonly { readonly Old: { readonly Path: string }; readonly New: { readonly Path: string; readonly Version?: string } }[] | null;
}

async function goJson<T>(args: string[]): Promise<T> {
  try {
    const { stdout } = await promisify(execFile)("go", args, { env: goEnvironment(), cwd: "/", maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout) as T;
  } catch (error) {
    // `go mod download -json` reports its error on stdout.
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`go ${args.join(" ")} failed:\n${lastLines(`${stdout}\n${stderr}`)}`, { cause: error });
  }
}

async function go(args: readonly string[], folder: string, log: string): Promise<void> {
  const output = openSync(log, "a");
  try {
    const child = spawn("go", args, { cwd: folder, env: goEnvironment(), stdio: ["ignore", output, output] });
    const stop = (): void => void child.kill();
    process.once("exit", stop);
    const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
    process.off("exit", stop);
    if (code !== 0)
      throw new Error(`go ${args[0]} failed with exit code ${code}; the last lines:\n${lastLines(readFileSync(log, "utf8"))}`);
  } finally {
    closeSync(output);
  }
}

function lastLines(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines
    .slice(-15)
    .map((line) => `  ${line}`)
    .join("\n");
}

/**
 * @param instead what would do instead of Go, in words for the user
 * @throws Error that says what to install, where Go is missing or too old for the tools' modules
 */
export async function requireGo(tools: readonly Tool[], instead: readonly string[]): Promise<void> {
  const needed = tools.reduce((most, { module }) => Math.max(most, module.go.minor), 0);
  const what = `tools of the lab have to be built (${tools.map((tool) => tool.name).join(", ")})`;
  const remedy = [`install Go 1.${needed} or newer (https://go.dev/dl/)`, ...instead].join(", or ");
  const answer = await promisify(execFile)("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { env: goEnvironment(), cwd: "/" }).catch(
    (error: unknown) => {
      throw new Error(`${what}, and building them needs Go, which is not on PATH: ${remedy}`, { cause: error });
    },
  );
  const [found = "", toolchain] = answer.stdout.trim().split("\n");
  const version = parseVersion(found.replace(/^go/, ""));
  // Since 1.21, Go fetches the toolchain that a module asks for, unless told to stay with its own.
  const sufficient = version !== undefined && (version.minor >= needed || (version.minor >= 21 && toolchain !== "local"));
  if (!sufficient) throw new Error(`${what}, and ${found} is too old to build them: ${remedy}`);
}
