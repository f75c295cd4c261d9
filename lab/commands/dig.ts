import { resolve } from "../dns/query";
import { readFrontDoor } from "../doors/registry";
import type { LabHome } from "../home";
import { CommandFailed, type Say } from "./operate";

/** Asks the lab's DNS, for machines without dig. With `count`, tallies the answers. */
export async function dig(home: LabHome, name: string, count: number, say: Say): Promise<void> {
  const door = readFrontDoor(home);
  if (door === undefined)
    throw new CommandFailed(
      `the front doors of ${home.fleetStack} are not running; start them with \`npm run lab -- up ${home.fleetStack}\``,
    );
  const tally = new Map<string, number>();
  for (let asked = 0; asked < count; asked += 1) {
    const addresses = await resolve(door.dns, name);
    for (const address of addresses.length > 0 ? addresses : ["no answer"]) tally.set(address, (tally.get(address) ?? 0) + 1);
  }
  for (const [address, times] of [...tally].sort(([, a], [, b]) => b - a))
    say(count === 1 ? address : `${address}  ${times}  ${((100 * times) / count).toFixed(1)} %`);
}
