import { nearest } from "../../file/messages";
import type { Scope } from "../../file/rules";
import { withoutQuery } from "../../values/httpPath";
import type { Workload } from "../../workloads";
import { usualPath } from "../health";
import type { Traffic } from "../index";
import type { Scopes, Served } from "./serving";

interface Exposed {
  /** Its place in the fleet's file. */
  readonly place: string;
  readonly port: number;
  /** Undefined while something is wrong with them. */
  readonly probes: Workload["probes"] | undefined;
}

/**
 * Health checks ask what the front doors answer: a wrong port, protocol or path takes every address out of the answers, and each is right by itself.
 *
 * @param file of the fleet, where that is another one
 */
export function checkProbed(traffic: Traffic, fleet: Served, { traffic: scope, fleet: known }: Scopes, file: string | undefined): void {
  const exposed = exposedIn(fleet, known);
  if (exposed === undefined) return;
  const where = file === undefined ? "" : ` of ${file}`;
  checkPort(traffic, exposed, where, scope);
  const [gateway] = exposed;
  if (gateway === undefined || !scope.sound("health", "protocol")) return;
  if (traffic.health.protocol === "HTTPS")
    scope.report(
      ["health", "protocol"],
      `HTTPS is probed, but the front doors pass connections on as they come, to pods that speak HTTP (${gateway.place}.probes${where}): ` +
        "no probe would ever succeed; write HTTP, or TCP",
    );
  else if (traffic.health.protocol === "HTTP" && gateway.probes !== undefined)
    checkPath(traffic, gateway.place, gateway.probes, where, scope);
}

function exposedIn({ workloads }: Served, { readable, sound }: Scope): readonly Exposed[] | undefined {
  if (!readable("workloads")) return undefined;
  const entries = Object.entries(workloads);
  if (!entries.every(([name]) => sound("workloads", name, "expose"))) return undefined;
  return entries.flatMap(([name, { expose, probes }]) =>
    expose === undefined
      ? []
      : [{ place: `workloads.${name}`, port: expose.port, probes: sound("workloads", name, "probes") ? probes : undefined }],
  );
}

function checkPort({ health }: Traffic, exposed: readonly Exposed[], where: string, { sound, report }: Scope): void {
  const path = ["health", "port"];
  if (!sound(...path)) return;
  const { port } = health;
  const places = exposed.map((one) => `${one.place}.expose.port`).join(", ");
  if (exposed.length === 0)
    report(path, `${port} is probed, but no workload${where} answers at the front doors; give one of them expose: { port: ${port} }`);
  else if (!exposed.some((one) => one.port === port))
    report(
      path,
      `${port} is probed, but the front doors answer on ${exposed.map((one) => one.port).join(", ")} (${places}${where}); probe that port`,
    );
}

/** What a workload is known to answer is what its own probes ask. */
function checkPath({ health }: Traffic, place: string, probes: Workload["probes"], where: string, { sound, report }: Scope): void {
  if (!sound("health", "path")) return;
  const known = [...new Set(Object.values(probes).map(({ path }) => withoutQuery(path)))].sort();
  const { path = usualPath } = health;
  const asked = withoutQuery(path);
  if (known.includes(asked)) return;
  const near = nearest(asked, known);
  const remedy = near === undefined ? "write one of these" : `did you mean ${near}?`;
  report(
    ["health", "path"],
    `"${path}" is probed, and nobody is known to answer it: ${place}.probes${where} ask ${known.join(", ")}; ${remedy} (or let one of those probes ask it, too)`,
  );
}
