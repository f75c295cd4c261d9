import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { stackJsonSchema } from "../stacks/config/jsonSchema";
import { renderReference } from "../stacks/config/reference";

/** A checked-in file that the config schemas decide. */
export interface GeneratedFile {
  /** Below the project's root. */
  readonly path: string;
  readonly text: string;
}

/** What editors and operators read about the config keys, as it should be in the work tree. */
export async function generateFiles(): Promise<readonly GeneratedFile[]> {
  const schema = stackJsonSchema();
  return [await format("stacks/config/stack.schema.json", JSON.stringify(schema)), await format("docs/config.md", renderReference(schema))];
}

const projectRoot = join(__dirname, "..");

async function format(path: string, text: string): Promise<GeneratedFile> {
  const filepath = join(projectRoot, path);
  return { path, text: await prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath }) };
}

async function main(): Promise<void> {
  for (const { path, text } of await generateFiles()) {
    writeFileSync(join(projectRoot, path), text);
    console.log(`wrote ${path}`);
  }
}

if (require.main === module) void main();
