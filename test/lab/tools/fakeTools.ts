import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { tools } from "../../../lab/tools/catalogue";
import { packedDefinitions, packedPrograms } from "../../../lab/tools/packContents";

/** A program that says its name. */
export const script = (name: string): string => `#!/bin/sh\necho ${name}\n`;

export function write(path: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
  return path;
}

/** sha256 of a file, hexadecimal. */
export function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** A cache with a fake of every tool and of every folder of definitions. */
export function fillCache(cache: string): void {
  for (const program of packedPrograms()) write(join(cache, program), script(basename(program)), 0o755);
  for (const definitions of packedDefinitions()) write(join(cache, definitions, "kinds.yaml"), "kind: CustomResourceDefinition\n", 0o444);
}

/** A fake of every tool that says a version which will do. */
export function installTools(folder: string): void {
  for (const { name, version } of Object.values(tools)) write(join(folder, name), `#!/bin/sh\necho v${version}\n`, 0o755);
}
