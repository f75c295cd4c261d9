import type { SimulatedCloud } from "./simulator/simulatedCloud";
import { flag } from "../../facts/properties/select";

/**
 * Takes EKS's own deletion protection off a stack's clusters, as `aws eks update-cluster-config --no-deletion-protection` does: the service
 * refuses a delete whatever the state says. Other clouds have their protection in the state.
 */
export async function liftDeletionProtection(aws: SimulatedCloud, stack: string): Promise<void> {
  for (const resource of aws.contents.byType("aws:eks/cluster:Cluster")) {
    if (!resource.urn.startsWith(`urn:pulumi:${stack}::`) || flag(resource.inputs, "deletionProtection") !== true) continue;
    const subject = aws.subjectOf(resource);
    await aws.change({ ...subject, inputs: { ...subject.inputs, deletionProtection: false } }, resource.urn);
  }
}
