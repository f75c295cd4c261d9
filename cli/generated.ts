import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as prettier from "prettier";

/** A checked-in file that nobody edits. */
export interface GeneratedFile {
  /** Below the project's root. */
  readonly path: string;
  readonly text: string;
}

const projectRoot = join(__dirname, "..");

/** @returns the file as it should be in the work tree */
export async function formatted({ path, text }: GeneratedFile): Promise<GeneratedFile> {
  const filepath = join(projectRoot, path);
  return { path, text: await prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath }) };
}

export function writeFiles(files: readonly GeneratedFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(projectRoot, path)), { recursive: true });
    writeFileSync(join(projectRoot, path), text);
    console.log(`wrote ${path}`);
  }
}
