import { usualPath } from "../../../config/traffic/health";
import type { TrafficManagerSection } from "../../../config/traffic/trafficManager";
import { probing } from "../probing";
import type { MonitorPlan } from "../../model/traffic/trafficManager";

/** What Route 53 takes for a success. Traffic Manager by itself takes 200 only. */
const successes = { min: 200, max: 399 };

/** @param host what probes ask for: the address alone would be the Host header of none */
export function monitorPlan(traffic: TrafficManagerSection, host: string): MonitorPlan {
  const { protocol, port, path = usualPath } = traffic.health;
  const { intervalSeconds, failuresToLeave, slowSeconds } = probing(traffic);
  return {
    protocol,
    port,
    intervalSeconds,
    timeoutSeconds: slowSeconds,
    toleratedFailures: failuresToLeave - 1,
    request: protocol === "TCP" ? undefined : { path, hostHeader: host, successes },
  };
}
