import { readFaults } from "../../faults";
import type { LabHome } from "../../home";
import type { Probe } from "./probe";

/** Where whoever listens is never heard of: the way of checkers that do not reach a place, while a drill has a black hole here. */
export function blackHoleAddress({ loopbackPrefix }: LabHome): string {
  return `${loopbackPrefix}.0.66`;
}

/**
 * Leads probes of checkers that are cut off from a cluster into the black hole, and leaves the others as they are.
 * @param clusterAt whose front door an address belongs to
 */
export function blindCheckers({
  probe,
  home,
  clusterAt,
}: {
  readonly probe: Probe;
  readonly home: LabHome;
  readonly clusterAt: (address: string) => string | undefined;
}): Probe {
  return (check, checker) => {
    const blind = readFaults(home).broken.some((target) => {
      const [kind, cluster, count] = target.split("/");
      return kind === "checkers" && cluster === clusterAt(check.address) && checker < Number(count);
    });
    return probe(blind ? { ...check, address: blackHoleAddress(home) } : check, checker);
  };
}
