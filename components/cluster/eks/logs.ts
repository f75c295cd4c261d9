import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";
import type { EksKey } from "./key";

export interface EksLogsArgs {
  readonly plan: EksPlan;
  readonly key: EksKey;
}

/**
 * Where a cluster's control plane and its network write. Both exist before who writes and go after it: a group that EKS has to make for
 * itself keeps its lines unencrypted, for ever, and after the cluster.
 * https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
 */
export class EksLogs extends pulumi.ComponentResource {
  readonly controlPlane: cloudwatch.LogGroup;
  /** Of the VPC's traffic. */
  readonly flows: cloudwatch.LogGroup;

  constructor(name: string, { plan, key }: EksLogsArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksLogs", name, {}, opts);
    const { names, logRetentionDays, tags, protect } = plan;
    const group = (role: string, physicalName: string) =>
      new cloudwatch.LogGroup(
        `${name}-${role}`,
        { name: physicalName, retentionInDays: logRetentionDays, kmsKeyId: key.arn, tags },
        { parent: this, protect },
      );
    this.controlPlane = group("control-plane", names.controlPlaneLogs);
    this.flows = group("flows", names.flowLogs);
    this.registerOutputs({});
  }
}
