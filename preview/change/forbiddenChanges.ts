import { fileName } from "../../config/file/project";
import type { Problem } from "../../config/file/problems";
import { factsOf } from "../../facts";
import type { StackPlan } from "../../plan";
import { identityOf, identityRefusal } from "../../plan/rollout/clusterReplacements";
import { minorWord } from "../../plan/rollout/upgradeWaves";
import { versionRefusal } from "../../plan/rollout/versionChanges";
import { appliedBy } from "../../plan/traffic/change/applied";
import { guardProblems, orAllowReplacement, replacementFindings } from "../../plan/traffic/change/guards";
import type { TrafficPlan } from "../../plan/model/traffic";
import type { ResourceChange } from "./changes";
import type { PlannedRecording, RecordedResource } from "../record/recording";
import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * Changes that an update would stop at, before anything is changed or half-way: what is protected would go, a cluster would become
 * what it cannot, or the cloud refuses an input.
 *
 * @param before what the base registers
 * @param base the base's plan; undefined where this program cannot plan it
 */
export function forbiddenChanges(
  { stack, plan, resources }: PlannedRecording,
  before: readonly RecordedResource[],
  base: StackPlan | undefined,
  changes: readonly ResourceChange[],
): Problem[] {
  const ofStack = changes.filter((change) => change.stack === stack);
  const owners = ownersOf([...before, ...resources], [plan, ...(base === undefined ? [] : [base])]);
  const identities = plan.kind === "fleet" && base?.kind === "fleet" ? identityProblems(stack, plan, base) : [];
  const versions = plan.kind === "fleet" ? versionProblems(stack, plan, before.length === 0 ? "none" : base) : [];
  const told = new Set(identities.map(({ path }) => path));
  const refused = ofStack.flatMap((change) => refusals(stack, change, owners)).filter(({ path }) => !told.has(path));
  const traffic = plan.traffic !== undefined && base?.traffic !== undefined ? trafficProblems(plan.traffic, base.traffic, ofStack) : [];
  return [...identities, ...versions, ...refused, ...protectionProblems(stack, ofStack, before, owners), ...traffic];
}

/** What the program itself would say of its answers in an update's preview; and what else would be made anew, as another program may do. */
function trafficProblems(plan: TrafficPlan, base: TrafficPlan, changes: readonly ResourceChange[]): Problem[] {
  const applied = appliedBy(base);
  const remade = changes.filter(({ change, type }) => change === "replace" && liveTypes.includes(type));
  const isTold = remade.length === 0 || plan.change.allowReplacement !== undefined || replacementFindings(applied, plan).length > 0;
  return [
    ...guardProblems(applied, plan),
    ...(isTold
      ? []
      : [
          {
            file: fileName(plan.stack),
            path: "traffic",
            message: `${list(remade)} would be made anew while they answer; take back what does it, or ${orAllowReplacement}`,
          },
        ]),
  ];
}

/** What answers, or decides who does. */
const liveTypes = [
  "aws:route53/record:Record",
  "aws:route53/healthCheck:HealthCheck",
  "azure-native:trafficmanager:Profile",
  "azure-native:dns:RecordSet",
  "gcp:dns/recordSet:RecordSet",
  "gcp:compute/healthCheck:HealthCheck",
];

/** What the program itself would say in an update's preview, from what the last update recorded. */
function identityProblems(stack: string, plan: FleetStack, base: FleetStack): Problem[] {
  return plan.fleet.clusters.flatMap((cluster) => {
    const old = base.fleet.clusters.find(({ name }) => name === cluster.name);
    const message = old === undefined ? undefined : identityRefusal(cluster, identityOf(old), ownEntry(plan.servedBy, cluster.name));
    return message === undefined ? [] : [{ file: fileName(stack), path: `clusters.${cluster.name}`, message }];
  });
}

/** @param base "none": the stack is new, and so is every cluster of it */
function versionProblems(stack: string, { fleet, upgrade }: FleetStack, base: StackPlan | "none" | undefined): Problem[] {
  if (base === undefined || (base !== "none" && base.kind !== "fleet")) return [];
  const clusters = base === "none" ? [] : base.fleet.clusters;
  return fleet.clusters.flatMap((cluster) => {
    const old = clusters.find(({ name }) => name === cluster.name);
    const word = minorWord(cluster.name, upgrade);
    const slot = old === undefined || old.cloud === "existing" ? undefined : old.slot;
    const message = versionRefusal(cluster, old === undefined ? undefined : { slot, kubernetes: old.kubernetes }, word);
    return message === undefined ? [] : [{ file: fileName(stack), path: word, message }];
  });
}

type FleetStack = Extract<StackPlan, { kind: "fleet" }>;

function refusals(stack: string, change: ResourceChange, owners: Owners): Problem[] {
  if (change.change !== "refused") return [];
  const { name, type, because, inputs } = change;
  const path = owners(change.urn);
  const instead = path.startsWith("clusters.") ? `, or give the cluster another slot, which makes another one beside it` : "";
  return because.map((refused) => {
    const input = inputs.find((changed) => changed.path === refused);
    const message =
      `${refused} of ${name} (${type}) would change from ${input?.before ?? "nothing"} to ${input?.after ?? "nothing"}, ` +
      `which ${refuser(type)} refuses; write the old value again${instead}${sourceOf(type)}`;
    return { file: fileName(stack), path, message };
  });
}

function refuser(type: string): string {
  const [provider = ""] = type.split(":");
  return refusers[provider] ?? "its cloud";
}

const refusers: Readonly<Record<string, string>> = {
  aws: "AWS",
  "azure-native": "Azure",
  gcp: "Google Cloud",
  kubernetes: "the API server",
};

function sourceOf(type: string): string {
  return type.startsWith("kubernetes:") ? "" : ` (${factsOf(type).source})`;
}

/** The state protects what the base protected until an update has said otherwise, whatever the edit says. */
function protectionProblems(
  stack: string,
  changes: readonly ResourceChange[],
  before: readonly RecordedResource[],
  owners: Owners,
): Problem[] {
  const kept = new Set(before.filter(({ options }) => options.protect).map(({ urn }) => urn));
  const lost = changes.filter(({ change, urn }) => (change === "delete" || change === "replace") && kept.has(urn));
  const paths = [...new Set(lost.map(({ urn }) => owners(urn)))];
  return paths.map((path) => {
    const of = lost.filter(({ urn }) => owners(urn) === path);
    const message = `${list(of)} would go and ${of.length === 1 ? "is" : "are"} protected; ${unprotect(path)}`;
    return { file: fileName(stack), path, message };
  });
}

function list(changes: readonly ResourceChange[]): string {
  const [first, second, third] = changes.map(({ name, change, type }) => `${name} (${type}, ${change}d)`);
  const named = [first, second, third].filter((name) => name !== undefined);
  return changes.length > named.length ? `${named.join(", ")} and ${changes.length - named.length} more` : named.join(", ");
}

function unprotect(path: string): string {
  const [section = "", cluster] = path.split(".");
  if (section === "clusters" && cluster !== undefined)
    return `first say ${path}.protect: false with nothing else changed and update the stack, then make this edit (docs/operate/clusters.md)`;
  if (section === "traffic")
    return "first say traffic.protect: false with nothing else changed and update the stack, then make this edit (docs/config.md)";
  return "first say settings.protect: false with nothing else changed and update the stack, then make this edit (docs/operate/real-accounts.md)";
}

/** Where a stack file speaks of a resource: "clusters.<name>", "traffic", or nowhere. */
type Owners = (urn: string) => string;

/** A cluster's resources have its id, which is a component's name, above them. */
function ownersOf(resources: readonly RecordedResource[], plans: readonly StackPlan[]): Owners {
  const parents = new Map(resources.map(({ urn, name, parent }) => [urn, { name, parent }]));
  const clusters = new Map(plans.flatMap(({ fleet }) => fleet.clusters.map(({ id, name }) => [id, name] as const)));
  const top = (urn: string): string => {
    const found = parents.get(urn);
    return found?.parent === undefined ? (found?.name ?? "") : top(found.parent);
  };
  return (urn) => {
    const cluster = clusters.get(top(urn));
    if (cluster !== undefined) return `clusters.${cluster}`;
    return urn.includes("gateway-fleet:traffic:") ? "traffic" : "";
  };
}
