import { rmSync } from "node:fs";
import type { LabHome } from "../home";
import { lockLab } from "../lock";
import { openSupervisor } from "../processes/supervisor";
import type { Say } from "./operate";

/** Ends every process of the lab. Its clouds, clusters and stacks stay on disk for the next `up`, unless they are to be deleted. */
export async function down(home: LabHome, options: { readonly delete: boolean }, say: Say): Promise<void> {
  const release = lockLab(home, "down");
  try {
    const supervisor = openSupervisor(home);
    const processes = supervisor.list().length;
    await supervisor.stopAll();
    say(`${home.fleetStack}: ${processes} processes ended`);
    rmSync(home.serviceNetwork, { recursive: true, force: true });
    if (options.delete) rmSync(home.root, { recursive: true, force: true });
    say(options.delete ? `deleted ${home.root}` : `its contents stay in ${home.root}; \`--delete\` removes them`);
  } finally {
    release();
  }
}
