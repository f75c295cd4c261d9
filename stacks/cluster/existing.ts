import * as pulumi from "@pulumi/pulumi";
import { createExistingProvider } from "../../components/cluster/existingProvider";
import type { ServiceBinding } from "../../components/frontdoor";
import type { InCluster } from "../../components/kubernetes/inCluster";
import { Namespaces } from "../../components/kubernetes/namespaces";
import { deployContents } from "./contents";
import { ClusterRoot, type Fleet, type FoundCluster } from "./fleetCluster";
import { readKubeconfig } from "../guards/kubeconfig";
import type { ExistingPlan } from "../../plan/model/existing";
import { answersFirst } from "../guards/reachability";

/** A cluster that somebody else made: its namespaces and its workloads. */
export function deployExisting(plan: ExistingPlan, fleet: Fleet): FoundCluster {
  const parent = new ClusterRoot(plan, { dependsOn: [...fleet.after] });
  const provider = createExistingProvider(`${plan.id}-kubernetes`, { plan }, { parent });
  const inside: InCluster = {
    partOf: fleet.name,
    opts: { parent, provider, transformations: reachable(plan) },
    namespaces: new Namespaces(),
    nodes: [],
    createIdentity: (name) => {
      throw new Error(`${name} is somebody in a cloud, and nobody here knows which cloud ${plan.name} is in`);
    },
    facts: {},
  };
  const contents = deployContents(plan, { ...inside, binding: bindingOf(plan) });
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
