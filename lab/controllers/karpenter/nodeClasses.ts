import type { CloudStore, CloudResource } from "../../clouds/simulator/store";
import { text } from "../../../facts/properties/select";
import type { KubernetesClient } from "../../kubernetes/client/client";
import { classKind, finalizersOf, type NodeClass, readyCondition } from "./objects";
import type { KubernetesObject } from "../../kubernetes/client/objects";

const finalizer = "karpenter.k8s.aws/termination";

interface Surroundings {
  readonly client: KubernetesClient;
  readonly cluster: CloudResource;
  readonly cloud: Pick<CloudStore, "byType">;
}

/** Says of each class whether nodes could be made from it, and lets it go once none is left. */
export async function settleClasses(
  options: Surroundings,
  classes: readonly NodeClass[],
  claims: readonly KubernetesObject[],
): Promise<void> {
  await Promise.all(
    classes.map((nodeClass) =>
      nodeClass.metadata.deletionTimestamp === undefined ? judge(options, nodeClass) : letGo(options.client, nodeClass, claims),
    ),
  );
}

async function judge({ client, cluster, cloud }: Surroundings, nodeClass: NodeClass): Promise<void> {
  const { name = "", resourceVersion } = nodeClass.metadata;
  if (!finalizersOf(nodeClass).includes(finalizer)) {
    const finalizers = [...finalizersOf(nodeClass), finalizer];
    await client.mergePatch({ ...classKind, name }, { metadata: { finalizers, resourceVersion } });
  }
  const condition = readyCondition(problemOf(nodeClass, cluster, cloud));
  const before = nodeClass.status?.conditions?.find(({ type }) => type === condition.type);
  if (before?.status === condition.status && before.message === condition.message) return;
  await client.patchStatus({ ...classKind, name }, { status: { conditions: [condition] } });
}

async function letGo(client: KubernetesClient, nodeClass: NodeClass, claims: readonly KubernetesObject[]): Promise<void> {
  const { name = "", resourceVersion } = nodeClass.metadata;
  const isUsed = claims.some(({ spec }) => (spec as { nodeClassRef?: { name?: string } } | undefined)?.nodeClassRef?.name === name);
  if (isUsed) return;
  const finalizers = finalizersOf(nodeClass).filter((each) => each !== finalizer);
  await client.mergePatch({ ...classKind, name }, { metadata: { finalizers, resourceVersion } });
}

/** What of it is not in the cloud, or would keep its nodes out of the cluster. */
export function problemOf({ spec }: NodeClass, cluster: CloudResource, cloud: Pick<CloudStore, "byType">): string | undefined {
  const network = text(cluster.outputs, "vpcConfig.vpcId");
  const subnets = cloud.byType("aws:ec2/subnet:Subnet").filter(({ inputs }) => text(inputs, "vpcId") === network);
  const strange = spec.subnetSelectorTerms.find(({ id }) => !subnets.some((subnet) => subnet.id === id));
  if (strange !== undefined) return `SubnetsNotFound: ${strange.id ?? "a term without an id"} is no subnet of ${network}`;
  const group = text(cluster.outputs, "vpcConfig.clusterSecurityGroupId");
  if (!spec.securityGroupSelectorTerms.some(({ id }) => id === group))
    return `SecurityGroupsNotFound: none of the groups is ${group}, the cluster's`;
  const profile = cloud.byType("aws:iam/instanceProfile:InstanceProfile").find(({ id }) => id === spec.instanceProfile);
  if (profile === undefined) return `InstanceProfileNotFound: there is no instance profile ${spec.instanceProfile ?? ""}`;
  const role = text(profile.inputs, "role");
  const entries = cloud.byType("aws:eks/accessEntry:AccessEntry").filter(({ inputs }) => text(inputs, "clusterName") === cluster.id);
  const isAdmitted = entries.some(
    ({ inputs }) => text(inputs, "type") === "EC2_LINUX" && text(inputs, "principalArn").endsWith(`:role/${role}`),
  );
  return isAdmitted
    ? undefined
    : `Unauthorized: nodes with the role ${role} could not join: ${cluster.id} has no access entry of type EC2_LINUX for it`;
}
