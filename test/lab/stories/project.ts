import { execFile, spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseDocument, stringify, type Document } from "yaml";
import { labHome, type LabHome } from "../../../lab/home";

const repository = resolve(__dirname, "../../..");

/** What a command said and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** A command that is under way. */
export interface Running {
  readonly process: ChildProcess;
  /** What it has said so far. */
  readonly said: () => string;
  readonly outcome: Promise<Outcome>;
}

/** A directory with stack files of its own and the program of this repository: what an operator would have. */
export interface StoryProject {
  readonly root: string;
  home(fleetStack: string): LabHome;
  /** Changes a stack file as an operator would; a path leads to a key below `config`. */
  edit(stack: string, change: (file: Document) => void): void;
  text(stack: string): string;
  write(stack: string, text: string): void;
  /** `npm run lab -- <words>`. */
  lab(...words: readonly string[]): Promise<Outcome>;
  /** The same, not waited for. */
  start(...words: readonly string[]): Running;
  kubectl(fleetStack: string, cluster: string, ...words: readonly string[]): Promise<string>;
  /** Ends the labs and deletes the directory. */
  remove(): Promise<void>;
}

/** By stack: the text, or a stack of this repository to copy. */
export type StackFiles = Readonly<Record<string, { readonly text: string } | { readonly copyOf: string }>>;

/** @param root folder that may exist, with labs in it. @default a new one */
export function createProject(files: StackFiles, root = mkdtempSync(join(tmpdir(), "gateway-fleet-story-"))): StoryProject {
  mkdirSync(root, { recursive: true });
  writeFileSync(
    join(root, "Pulumi.yaml"),
    stringify({ name: "gateway-fleet", main: relative(root, join(repository, "index.ts")), runtime: { name: "nodejs" } }),
  );
  for (const left of readdirSync(root).filter((file) => /^Pulumi\..+\.yaml$/.test(file))) rmSync(join(root, left));
  const path = (stack: string): string => join(root, `Pulumi.${stack}.yaml`);
  for (const [stack, source] of Object.entries(files)) {
    if ("text" in source) writeFileSync(path(stack), source.text);
    else copyFileSync(join(repository, `Pulumi.${source.copyOf}.yaml`), path(stack));
  }

  const start = (...words: readonly string[]): Running => {
    const child = spawn(process.execPath, ["--import", "tsx", join(repository, "lab/main.ts"), ...words, "--project", root], {
      cwd: repository,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: string[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk.toString("utf8")));
    const said = (): string => output.join("");
    const outcome = new Promise<Outcome>((done) => child.once("close", (code) => done({ code, output: said() })));
    return { process: child, said, outcome };
  };

  return {
    root,
    home: (fleetStack) => labHome(root, fleetStack),
    text: (stack) => readFileSync(path(stack), "utf8"),
    write: (stack, text) => writeFileSync(path(stack), text),
    edit(stack, change) {
      const file = parseDocument(readFileSync(path(stack), "utf8"));
      change(file);
      writeFileSync(path(stack), file.toString());
    },
    start,
    lab: (...words) => start(...words).outcome,
    kubectl: (fleetStack, cluster, ...words) =>
      new Promise((done, fail) =>
        execFile(
          "kubectl",
          ["--kubeconfig", join(labHome(root, fleetStack).kubeconfigs, `${cluster}.yaml`), ...words],
          (error, stdout, stderr) => (error === null ? done(stdout) : fail(new Error(stderr))),
        ),
      ),
    async remove() {
      for (const stack of Object.keys(files)) if (existsSync(labHome(root, stack).root)) await start("down", stack, "--delete").outcome;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The lines of an operation's change list: "~ aws:route53/record:Record api-aws". Of an update, what it changed: not what its preview foresaw. */
export function changesIn({ output }: Outcome): readonly string[] {
  const sections = output.split(/^(?=(?:preview|up|refresh|destroy) \S+$)/m);
  const isUpdate = sections.some((section) => section.startsWith("up "));
  return sections
    .filter((section) => !isUpdate || !section.startsWith("preview "))
    .flatMap((section) => section.split("\n"))
    .filter((line) => /^ {2}(\+-|-\+|[+~-]) /.test(line))
    .map((line) => line.trim().replaceAll(/ +/g, " "));
}

/** Calls that reached a cloud, by provider: rows of the table that an operation ends with. */
export function callsIn({ output }: Outcome): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const rows = output.split("\n").flatMap((line) => {
    const cells = line.split("│").map((cell) => cell.trim());
    return ["aws", "azure-native", "gcp", "kubernetes"].includes(cells[1] ?? "") ? [cells.slice(1, -1)] : [];
  });
  const methods = ["configure", "check", "diff", "preview", "create", "read", "update", "delete", "invoke"];
  return Object.fromEntries(
    rows.map(([provider = "", ...counts]) => [
      provider,
      Object.fromEntries(methods.map((method, index) => [method, Number(counts[index])])),
    ]),
  );
}

/** Command lines of live processes that mention a directory. */
export function processesOf(directory: string): readonly string[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(commandLine)
    .filter((line) => line.includes(directory));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended since it was listed.
    return "";
  }
}
