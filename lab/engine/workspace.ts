import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { chartFolderVariable } from "../../config/charts/folder";
import { writeAtomically, type LabHome } from "../home";

/** One Pulumi project as it lies on disk. */
export interface Project {
  readonly name: string;
  readonly root: string;
  /** Absolute path of the program. */
  readonly main: string;
}

export function readProject(root: string): Project {
  const path = join(root, "Pulumi.yaml");
  if (!existsSync(path)) throw new Error(`${path}: no such file; name a directory that holds a Pulumi.yaml with --project`);
  const { name, main } = parse(readFileSync(path, "utf8")) as { name: string; main?: string };
  return { name, root, main: resolve(root, main ?? "index.ts") };
}

/**
 * A scratch copy of the project for the engine, which rewrites stack files as it goes. It carries only what the engine itself reads:
 * the program takes its configuration from the real files.
 */
export function prepareWorkspace(home: LabHome, project: Project, stack: string): string {
  const directory = join(home.engine, "work", stack);
  mkdirSync(directory, { recursive: true });
  const projectFile = parse(readFileSync(join(project.root, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
  writeAtomically(join(directory, "Pulumi.yaml"), stringify({ name: project.name, runtime: projectFile["runtime"], main: project.main }));

  const stackFile = `Pulumi.${stack}.yaml`;
  const source = readYaml(join(project.root, stackFile));
  const scratch = readYaml(join(directory, stackFile));
  const config = Object.fromEntries(Object.entries(source.config ?? {}).filter(([key]) => key.startsWith("pulumi:")));
  // The lab's own passphrase salt: a real stack's secrets provider is of no use here.
  const salt = scratch.encryptionsalt === undefined ? {} : { encryptionsalt: scratch.encryptionsalt };
  writeAtomically(join(directory, stackFile), stringify({ config, ...salt }));
  return directory;
}

interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly encryptionsalt?: string;
}

function readYaml(path: string): StackFile {
  if (!existsSync(path)) return {};
  return (parse(readFileSync(path, "utf8")) as StackFile | null) ?? {};
}

/** What the engine and the program see: nothing of the user's own accounts, backends or plugins. */
export function engineEnvironment(home: LabHome, providerPorts: ReadonlyMap<string, number>): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TZ, TMPDIR } = process.env;
  return {
    PATH: [home.bin, PATH].join(delimiter),
    HOME,
    LANG,
    TZ,
    TMPDIR,
    KUBECONFIG: home.kubeconfig,
    [chartFolderVariable]: home.charts,
    // Without the checksum file beside the state: it is written in place, and one that a crash has cut off makes the state unreadable.
    PULUMI_BACKEND_URL: `file://${home.backend}?metadata=skip`,
    PULUMI_HOME: join(home.engine, "pulumi"),
    PULUMI_CONFIG_PASSPHRASE: "the lab holds nothing secret",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_DEBUG_PROVIDERS: [...providerPorts].map(([name, port]) => `${name}:${port}`).join(","),
  };
}
