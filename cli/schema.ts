import { stackJsonSchema } from "../config/file/jsonSchema";
import { renderReference } from "../config/file/reference";
import { formatted, writeFiles, type GeneratedFile } from "./generated";

/** What editors and operators read about the config keys, as it should be in the work tree. */
export async function generateFiles(): Promise<readonly GeneratedFile[]> {
  const schema = stackJsonSchema();
  return [
    await formatted({ path: "config/stack.schema.json", text: JSON.stringify(schema) }),
    await formatted({ path: "docs/config.md", text: renderReference(schema) }),
  ];
}

if (require.main === module) void generateFiles().then(writeFiles);
