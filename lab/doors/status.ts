import type { Door } from "./doors";
import type { HealthChecks } from "../dns/checks/healthChecks";
import type { HealthCheck } from "../dns/checks/probe";
import type { FrontDoorStatus } from "./registry";

/** @param open those that accept connections, by address */
export function statusOf(
  doors: readonly Door[],
  open: ReadonlyMap<string, Door>,
  checks: readonly HealthCheck[],
  health: Pick<HealthChecks, "isHealthy" | "votes">,
): FrontDoorStatus {
  const sorted = [...doors].sort((a, b) => (`${a.cluster} ${a.zone}` < `${b.cluster} ${b.zone}` ? -1 : 1));
  return {
    addresses: sorted.map(({ address, cluster, zone, pods, certificate }) => ({
      address,
      cluster,
      zone,
      up: open.has(address),
      readyPods: pods.length,
      certificate: open.get(address)?.certificate ?? certificate,
      health: verdict(
        checks.filter((check) => check.address === address),
        health,
      ),
    })),
    healthChecks: checks.map(({ id, name, address }) => {
      const { healthy, all } = health.votes(id);
      return { id, name, address, healthy: health.isHealthy(id), healthyCheckers: healthy, checkers: all };
    }),
  };
}

function verdict(checks: readonly HealthCheck[], health: Pick<HealthChecks, "isHealthy">): string {
  if (checks.length === 0) return "unchecked";
  return checks.every(({ id }) => health.isHealthy(id)) ? "healthy" : "unhealthy";
}
