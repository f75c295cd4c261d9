import { describeUnknown, type Finding } from "./messages";
import type { Problem } from "./problems";
import { describeNoStack, fileName, hasStackFile, readText, stackFile } from "./project";
import type { Path } from "./rules";
import { readYaml } from "./yaml";

/** One stack file, read but not yet judged by a schema. */
export interface StackFile {
  readonly stack: string;
  /** "Pulumi.prod.yaml" */
  readonly file: string;
  /** What stands under `gateway-fleet:`, by section; undefined where the file holds no config at all. */
  readonly sections: Readonly<Record<string, unknown>> | undefined;
  /** The fleet stack that it names, as far as a broken file tells. */
  readonly namedFleet: string | undefined;
  /** Names of the sections that it seems to have, wherever they stand, as far as a broken file tells. */
  readonly glimpsed: readonly string[];
  /** What is wrong with the file as such. */
  readonly problems: readonly Problem[];
  /** Puts findings about sections into the file's order, each with its line. */
  readonly locate: (findings: readonly Finding[]) => readonly Problem[];
}

/** Config is read under this name whatever the project is called: an example system runs the same program. */
const namespace = "gateway-fleet:";

/** Reads a stack's file. One that does not exist is a file with a problem. */
export function readStackFile(projectRoot: string, stack: string): StackFile {
  const file = fileName(stack);
  const broken = (message: string) => unreadable(stack, [{ file, path: "", message }]);
  if (!hasStackFile(projectRoot, stack)) return broken(describeNoStack(projectRoot, stack));
  const read = readText(stackFile(projectRoot, stack));
  if (read.text === undefined) return broken(read.message);

  const { content, problems, locate: locateIn } = readYaml(file, read.text);
  const told = { namedFleet: findNamedFleet(content), glimpsed: glimpseSections(content) };
  if (problems.length > 0) return { ...unreadable(stack, problems), ...told };
  if (content === undefined)
    return broken("is empty; write the stack's config (docs/config.md has every key), or copy another stack's file");

  const { sections, findings } = readConfig(content);
  const locate = (found: readonly Finding[]) => locateIn(found, (path) => toDocumentPath(content, path));
  return { stack, file, sections, ...told, problems: locate(findings), locate };
}

function unreadable(stack: string, problems: readonly Problem[]): StackFile {
  const file = fileName(stack);
  return {
    stack,
    file,
    sections: undefined,
    namedFleet: undefined,
    glimpsed: [],
    problems,
    locate: (findings) => findings.map(({ message }) => ({ file, path: "", message })),
  };
}

/** Below a misspelt config: too, or beside it. */
function glimpseSections(content: unknown): readonly string[] {
  if (!isMap(content)) return [];
  return [content, ...Object.values(content).filter(isMap)]
    .flatMap((map) => Object.keys(map))
    .filter((key) => key.startsWith(namespace))
    .map((key) => key.slice(namespace.length));
}

function findNamedFleet(content: unknown): string | undefined {
  const config = isMap(content) ? content.config : undefined;
  const reference = isMap(config) ? config[`${namespace}fleet`] : undefined;
  return isMap(reference) && typeof reference.stack === "string" ? reference.stack : undefined;
}

interface Config {
  readonly sections: StackFile["sections"];
  readonly findings: readonly Finding[];
}

function readConfig(content: unknown): Config {
  if (!isMap(content))
    return { sections: undefined, findings: [{ path: [], message: "is not a map; write the stack's settings under config:" }] };
  const strangers = Object.keys(content).filter((key) => !knownTopKeys.includes(key));
  const findings = strangers.map((key) => ({ path: [key], message: describeTopKey(key) }));
  const { config } = content;
  if (!isMap(config) || Object.keys(config).length === 0) {
    const message =
      config === undefined || config === null || isMap(config)
        ? "holds no config; write it under config: (docs/config.md has every key)"
        : "is not a map; write the sections under it, such as gateway-fleet:settings";
    return { sections: undefined, findings: [...findings, { path: ["config"], message }] };
  }
  const sections = Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, value]) => [key.slice(namespace.length), value]),
  );
  return {
    sections,
    findings: [...findings, ...checkNamespaces(config), ...Object.entries(sections).flatMap(([name, value]) => findSecrets(value, [name]))],
  };
}

const knownTopKeys = ["config", "encryptionsalt", "secretsprovider", "encryptedkey"];

function describeTopKey(key: string): string {
  if (key === "environment")
    return "imports config from Pulumi ESC, which a plan without an account could not see; write the values under config:";
  if (key.startsWith(namespace)) return "stands beside config:; move it below config:, two spaces in";
  return describeUnknown(key, knownTopKeys);
}

/** Provider settings come from the clusters, so that one stack can hold several regions and no default provider exists. */
function checkNamespaces(config: Readonly<Record<string, unknown>>): Finding[] {
  const foreign = Object.keys(config).filter((key) => !key.startsWith(namespace) && !key.startsWith("pulumi:"));
  const defaults = config[noDefaultProviders];
  const required =
    Array.isArray(defaults) && defaults.includes("*")
      ? []
      : [
          {
            path: [noDefaultProviders],
            message: 'is missing or misses "*"; write ["*"], so that no resource lands in an account by accident',
          },
        ];
  return [...required, ...foreign.map((key) => ({ path: [key], message: describeForeign(key) }))];
}

const noDefaultProviders = "pulumi:disable-default-providers";

function describeForeign(key: string): string {
  const [name = "", rest] = key.split(":");
  if (rest === undefined) return `has no namespace; write ${namespace}${key}`;
  if (/^(aws|azure|azure-native|gcp|google)$/.test(name))
    return `is not read: accounts come from gateway-fleet:clouds and regions from gateway-fleet:clusters; remove it`;
  return `is not read: config stands under ${namespace}, whatever the project is called; write ${namespace}${rest}, or remove it`;
}

/** Pulumi takes any map with the one key `secure` for an encrypted value. */
function findSecrets(value: unknown, path: Path): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => findSecrets(item, [...path, index]));
  if (!isMap(value)) return [];
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secure" && typeof value.secure === "string")
    return [
      {
        path,
        message:
          "is encrypted, and plans are made without keys; nothing in this file is a secret: write the plain value, and keep secrets in the cloud's secret store",
      },
    ];
  return keys.flatMap((key) => findSecrets(value[key], [...path, key]));
}

/** ["clusters", "aws-usw2"] stands at ["config", "gateway-fleet:clusters", "aws-usw2"]. */
function toDocumentPath(content: unknown, [first, ...rest]: Path): Path {
  if (first === undefined) return ["config"];
  const config = isMap(content) ? content.config : undefined;
  if (isMap(config) && Object.hasOwn(config, `${namespace}${first}`)) return ["config", `${namespace}${first}`, ...rest];
  if (isMap(content) && Object.hasOwn(content, String(first))) return [first, ...rest];
  return ["config", first, ...rest];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
