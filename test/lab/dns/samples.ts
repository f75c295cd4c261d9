import type { Door } from "../../../lab/doors/doors";
import type { HealthCheck } from "../../../lab/dns/checks/probe";
import { route53Prober } from "../../../lab/dns/checks/probers";

export function door(changes: Partial<Door>): Door {
  return { address: "127.77.0.1", cluster: "east", zone: "z1", pods: [], certificate: "valid", ...changes };
}

export function check(changes: Partial<HealthCheck>): HealthCheck {
  return {
    id: "c1",
    name: "east-z1-health",
    type: "HTTP",
    address: "127.77.0.1",
    port: 80,
    host: "api.example.com",
    path: "/healthz",
    intervalSeconds: 10,
    timeout: { kind: "steps", connectSeconds: 4, answerSeconds: 2 },
    failureThreshold: 2,
    successThreshold: 2,
    inverted: false,
    disabled: false,
    prober: route53Prober,
    ...changes,
  };
}
