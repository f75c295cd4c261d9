import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeAtomically, type LabHome } from "./home";

/** Of what lies in a lab's folder; a higher one where a lab of before could not be gone on with. */
export const labFormat = 2;

/**
 * Marks a new lab with the format.
 *
 * @throws Error that says what to do, where the lab that lies there has another one
 */
export function requireFormat(home: LabHome): void {
  const path = join(home.root, "format.json");
  const found = readJson<{ readonly format: number }>(path)?.format;
  if (found === labFormat) return;
  if (found !== undefined || existsSync(home.backend)) {
    throw new Error(
      [
        `the lab of ${home.fleetStack} in ${home.root} was made by another version of this program (its format is ${found ?? 1}, here it is ${labFormat});`,
        `it cannot be gone on with: npm run lab -- down ${home.fleetStack} --delete`,
      ].join("\n"),
    );
  }
  writeAtomically(path, JSON.stringify({ format: labFormat }));
}
