import { mkdirSync } from "node:fs";
import { bringArchives } from "../../cli/charts/bring";
import { lockFile } from "../../config/charts/folder";
import { renderLock } from "../../config/charts/lock";
import { writeAtomically, type LabHome } from "../home";
import { labArchives } from "./archives";
import { startChartRepository } from "./repository";

/** The lab's own repository answers at once or not at all. */
const patience = { silence: 5_000, answer: 10_000, attempts: 1, pause: 0 };

/**
 * Does for the lab what `npm run charts` does for everybody: brings the archives that are not there yet, out of the lab's own repository. What is
 * there needs none, so that a broken one stops nothing.
 *
 * @throws Error where an archive is not there and cannot be had
 */
export async function supplyCharts(home: Pick<LabHome, "charts" | "faults" | "fleetStack">): Promise<void> {
  const lock = { charts: labArchives().map(({ row }) => row) };
  mkdirSync(home.charts, { recursive: true });
  writeAtomically(lockFile(home.charts), renderLock(lock));
  const repository = await startChartRepository(home);
  try {
    const { problems } = await bringArchives(home.charts, { ...lock, mirror: repository.url }, patience);
    if (problems.length > 0)
      throw new Error(
        [
          "no chart can be installed from an archive that is not there, and the lab's chart repository does not hand them out:",
          ...problems.map((problem) => `  ${problem}`),
          `Where it is broken: npm run lab -- mend ${home.fleetStack} charts`,
        ].join("\n"),
      );
  } finally {
    await repository.close();
  }
}
