import * as pulumi from "@pulumi/pulumi";
import { createExistingProvider } from "../../components/cluster/existingProvider";
import type { ServiceBinding } from "../../components/frontdoor";
import { deployContents } from "./contents";
import { ClusterRoot, type Fleet, type FoundCluster } from "./fleetCluster";
import { readKubeconfig } from "../guards/kubeconfig";
import type { ExistingPlan } from "../../plan/model/existing";
import { answersFirst } from "../guards/reachability";

/** A cluster that somebody else made: its namespaces and its workloads. */
export function deployExisting(plan: ExistingPlan, fleet: Fleet): FoundCluster {
  const parent = new ClusterRoot(plan, { dependsOn: [...fleet.after] });
  const provider = createExistingProvider(`${plan.id}-kubernetes`, { plan }, { parent });
  const inside = { parent, provider, transformations: reachable(plan) };
  const contents = deployContents({ plan, partOf: fleet.name, binding: bindingOf(plan), after: [] }, inside);
  return { kind: "found", plan, root: parent, inside, ...contents };
}

/** Where its API server is, only the kubeconfig knows, which a preview does not read. */
function reachable({ name, context, unreachable }: ExistingPlan): pulumi.ResourceTransformation[] {
  if (pulumi.runtime.isDryRun() || unreachable !== undefined) return [];
  const endpoint = readKubeconfig().contexts.get(context)?.endpoint;
  return endpoint === undefined ? [] : [answersFirst(name, pulumi.output(endpoint))];
}

/** Who answers the Service is the cluster's own affair. */
function bindingOf({ service }: ExistingPlan): ServiceBinding {
  return { type: service, annotations: {}, loadBalancerClass: undefined, dependsOn: [] };
}
