import { Cloud } from "../../config/values/names";
import { undoDrill } from "../drill/run";
import { readFaults, writeFaults } from "../faults";
import type { LabHome } from "../home";
import type { ControlPlanes } from "../kubernetes/controlPlane/controlPlane";
import { CommandFailed, type Say } from "./operate";

const providers = ["aws", "azure-native", "gcp"] as const;

/** Everything a user may take away in this lab; `all` stands for every API and every API server. */
function knownTargets(controlPlanes: ControlPlanes): { readonly all: readonly string[]; readonly clusters: ReadonlySet<string> } {
  const clusters = new Set(controlPlanes.list().map((controlPlane) => controlPlane.cluster));
  return {
    all: [...providers.map((provider) => `api/${provider}`), ...[...clusters].sort().map((cluster) => `cluster/${cluster}`)],
    clusters,
  };
}

/** Takes the targets away. `except` spares single ones: `--except api/aws:route53` with `all` leaves Route 53 working. */
export async function breakTargets(
  home: LabHome,
  controlPlanes: ControlPlanes,
  targets: readonly string[],
  except: readonly string[],
  say: Say,
): Promise<void> {
  const known = knownTargets(controlPlanes);
  const wanted = targets.flatMap((target) => (target === "all" ? known.all : [target])).filter((target) => !except.includes(target));
  for (const target of [...wanted, ...except]) check(target, known.clusters);

  const faults = readFaults(home);
  writeFaults(home, {
    ...faults,
    broken: [...new Set([...faults.broken, ...wanted])].sort(),
    spared: [...new Set([...faults.spared.filter((target) => !wanted.includes(target)), ...except])].sort(),
  });
  for (const id of controlPlanesOf(controlPlanes, wanted)) await controlPlanes.breakApiServer(id);
  for (const target of wanted) say(`broken: ${target}`);
  for (const target of except) say(`spared: ${target}`);
}

/** Gives targets back; everything where none is named. */
export async function mendTargets(home: LabHome, controlPlanes: ControlPlanes, targets: readonly string[], say: Say): Promise<void> {
  if (targets.length === 0 && (await undoDrill(home, controlPlanes))) say("gave back what a drill had left");
  const faults = readFaults(home);
  const wanted = targets.length === 0 || targets.includes("all") ? faults.broken : targets;
  const whole = wanted.filter((target) => !faults.broken.includes(target));
  if (whole.length > 0) throw new CommandFailed(`not broken: ${whole.join(", ")}; broken are: ${faults.broken.join(", ") || "none"}`);

  const broken = faults.broken.filter((target) => !wanted.includes(target));
  for (const id of controlPlanesOf(controlPlanes, wanted)) await controlPlanes.mendApiServer(id);
  writeFaults(home, { ...faults, broken, spared: broken.length === 0 ? [] : faults.spared });
  for (const target of wanted) say(`mended: ${target}`);
}

function controlPlanesOf(controlPlanes: ControlPlanes, targets: readonly string[]): readonly string[] {
  return controlPlanes
    .list()
    .filter(({ cluster }) => targets.includes(`cluster/${cluster}`))
    .map(({ id }) => id);
}

function check(target: string, clusters: ReadonlySet<string>): void {
  const [kind = "", name = "", zone] = target.split("/");
  if (target === "charts") return;
  if (kind === "api" && providers.some((provider) => name === provider || name.startsWith(`${provider}:`)) && zone === undefined) return;
  if ((kind === "cluster" || kind === "endpoint" || kind === "certificate") && clusters.has(name) && zone === undefined) return;
  if (kind === "zone" && clusters.has(name) && zone !== undefined && zone !== "") return;
  if (kind === "degraded" && Cloud.options.some((cloud) => name === cloud) && zone === undefined) return;
  throw new CommandFailed(
    [
      `${target} is nothing that can be broken here. Targets are:`,
      `  all                     every cloud API and every API server (--except api/aws:route53 spares one)`,
      `  api/<provider>[:<service>]  ${providers.join(", ")}, such as api/aws:ec2`,
      `  cluster/<cluster>       its API server: ${[...clusters].sort().join(", ") || "no cluster is up"}`,
      `  endpoint/<cluster>      all of its front door`,
      `  certificate/<cluster>   its certificate's date, which is over`,
      `  zone/<cluster>/<zone>   the front door's address in one zone, such as zone/aws-usw2/usw2-az1`,
      `  charts                  the repositories and registries of charts`,
      `  degraded/<cloud>        its answers' latency, as published: ${Cloud.options.join(", ")}`,
    ].join("\n"),
  );
}
