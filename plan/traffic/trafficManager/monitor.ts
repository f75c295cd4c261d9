import type { TrafficManagerSection } from "../../../config/traffic/trafficManager";
import { probing } from "../probing";
import type { HealthCheckPlan } from "../../model/traffic";

/** What Route 53 takes for a success. Traffic Manager by itself takes 200 only. */
const successes = { min: 200, max: 399 };

/** How the endpoints of a profile are probed. */
export interface MonitorPlan {
  readonly protocol: HealthCheckPlan["protocol"];
  readonly port: number;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** One more failure in a row makes an endpoint degraded. */
  readonly toleratedFailures: number;
  /** Undefined where a connection is enough. */
  readonly request: { readonly path: string; readonly hostHeader: string; readonly successes: typeof successes } | undefined;
}

/** @param host what probes ask for: the address alone would be the Host header of none */
export function monitorPlan(traffic: TrafficManagerSection, host: string): MonitorPlan {
  const { protocol, port, path } = traffic.health;
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
