import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "./nearest";
import { ConfigError, type Problem } from "./problems";
import { readYaml } from "./yaml";

const stackName = /^[A-Za-z0-9_.-]+$/;

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/tokens/project.go (ValidateProjectName) */
const projectName = /^[A-Za-z0-9_.-]{1,100}$/;

/** A file of a thousand clusters has two thirds of it. */
const mostBytes = 256 * 1024;

/** Path of a stack's file. */
export function stackFile(projectRoot: string, stack: string): string {
  return join(projectRoot, fileName(stack));
}

/** "Pulumi.prod.yaml" for "prod". */
export function fileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** Names of the stacks that have a file in the project, sorted. A folder is nobody's file, whatever it is called. */
export function listStacks(projectRoot: string): string[] {
  if (describeNoFolder(projectRoot) !== undefined) return [];
  return readdirSync(projectRoot)
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
    .filter((stack) => !isFolder(stackFile(projectRoot, stack)))
    .sort();
}

/** Whether the name may be a stack's and the project has its file. */
export function hasStackFile(projectRoot: string, stack: string): boolean {
  return stackName.test(stack) && listStacks(projectRoot).includes(stack);
}

/** Which stacks there are to choose from, or why there are none. */
export function describeStacks(projectRoot: string): string {
  const stacks = listStacks(projectRoot);
  return (
    describeNoFolder(projectRoot) ?? (stacks.length === 0 ? `no stack has a file in ${projectRoot}` : `there are ${stacks.join(", ")}`)
  );
}

/** What to do about a stack that has no file. */
export function describeNoStack(projectRoot: string, stack: string): string {
  const near = nearest(stack, listStacks(projectRoot));
  const choice = describeStacks(projectRoot);
  if (!stackName.test(stack)) return `"${stack}" is not a stack's name (letters, digits, "-", "_" and "."); ${choice}`;
  const missing = isFolder(stackFile(projectRoot, stack)) ? `${fileName(stack)} is a folder` : `${fileName(stack)} does not exist`;
  return `there is no stack "${stack}": ${missing}; ${near === undefined ? choice : `did you mean ${near}? (${choice})`}`;
}

/** A file's text, or why there is none. */
export type FileText = { readonly text: string } | { readonly text: undefined; readonly message: string };

/** Reads a text whole or not at all. */
export function readText(path: string): FileText {
  try {
    const found = statSync(path);
    if (!found.isFile())
      return { text: undefined, message: `is ${found.isDirectory() ? "a folder" : "a device"}; write a file in its place` };
    if (found.size > mostBytes)
      return {
        text: undefined,
        message: `has ${found.size} bytes, at most ${mostBytes} are read; write less, or divide it into several stacks`,
      };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    if (error instanceof TypeError) return { text: undefined, message: "is not text in UTF-8; save it in that encoding" };
    return { text: undefined, message: `cannot be read: ${reasonOf(error)}; correct the file, or what it links to` };
  }
}

/**
 * The project's name, of Pulumi.yaml.
 *
 * @throws ConfigError where there is none
 */
export function readProjectName(projectRoot: string): string {
  const file = "Pulumi.yaml";
  const refuse = (...problems: readonly Problem[]) => new ConfigError(problems);
  const path = join(projectRoot, file);
  const missing = { file, path: "name", message: "is missing; run in the project's folder, or name it with --project" };
  if (!existsSync(path)) throw refuse(missing);
  const read = readText(path);
  if (read.text === undefined) throw refuse({ file, path: "", message: read.message });
  const { content, problems, locate } = readYaml(file, read.text);
  if (problems.length > 0) throw refuse(...problems);
  if (typeof content !== "object" || content === null || !("name" in content)) throw refuse(missing);
  const { name } = content;
  if (typeof name === "string" && projectName.test(name)) return name;
  const message = `${JSON.stringify(name)} is not a project's name; write up to 100 letters, digits, "-", "_" and "."`;
  throw refuse(...locate([{ path: ["name"], message }], (place) => place));
}

/** @throws ConfigError where the project's folder cannot be looked into */
export function requireProject(projectRoot: string): void {
  const message = describeNoFolder(projectRoot);
  if (message !== undefined) throw new ConfigError([{ file: "--project", path: "", message }]);
}

/** Undefined where the project's folder can be looked into. */
function describeNoFolder(projectRoot: string): string | undefined {
  try {
    readdirSync(projectRoot);
    return undefined;
  } catch (error) {
    return `${projectRoot} is no folder that can be read (${reasonOf(error)}); name the folder with Pulumi.yaml and the stack files`;
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** "EACCES: permission denied": what follows names the call and the path. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split(",")[0] ?? "";
}
