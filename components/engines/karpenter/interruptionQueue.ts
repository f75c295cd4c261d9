import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";

export interface InterruptionQueueArgs {
  readonly plan: EksPlan;
}

/**
 * What AWS announces about machines of the account and region, for whoever drains them in time: two minutes before it takes a spot machine
 * back, when one is likely to go, and when one has to be restarted or has stopped.
 * https://karpenter.sh/docs/concepts/disruption/#interruption
 */
export class InterruptionQueue extends pulumi.ComponentResource {
  readonly queueName: pulumi.Output<string>;
  /** What fills it. */
  readonly events: readonly pulumi.Resource[];

  constructor(name: string, { plan }: InterruptionQueueArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:InterruptionQueue", name, {}, opts);

    const queue = new sqs.Queue(
      `${name}-queue`,
      {
        name: plan.names.interruptionQueue,
        // A warning that is older has come true.
        messageRetentionSeconds: 300,
        sqsManagedSseEnabled: true,
        tags: plan.tags,
      },
      { parent: this },
    );
    const policy = new sqs.QueuePolicy(`${name}-policy`, { queueUrl: queue.url, policy: queuePolicy(plan) }, { parent: this });
    const targets = Object.entries(announcements).map(([kind, pattern]) => {
      const rule = new cloudwatch.EventRule(
        `${name}-${kind}`,
        { name: ruleName(plan, kind), eventPattern: JSON.stringify(pattern), tags: plan.tags },
        { parent: this },
      );
      // Without the policy, events that come at once would be lost.
      const target = { rule: rule.name, targetId: "queue", arn: queue.arn };
      return new cloudwatch.EventTarget(`${name}-${kind}-target`, target, { parent: this, dependsOn: [policy] });
    });

    this.queueName = queue.name;
    this.events = targets;
    this.registerOutputs({ queueName: this.queueName });
  }
}

/**
 * By kind, which is the end of the rule's name.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/automating_with_eventbridge.html
 */
const announcements = {
  spot: { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
  rebalance: { source: ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"] },
  state: { source: ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"] },
  // Only these of the many: https://docs.aws.amazon.com/health/latest/ug/cloudwatch-events-health.html
  health: { source: ["aws.health"], "detail-type": ["AWS Health Event"] },
} as const;

function ruleName({ names }: EksPlan, kind: string): string {
  return `${names.interruptionQueue}-${kind}`;
}

/**
 * Lets the rules write, and nobody speak to it in the clear.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 * @returns JSON
 */
function queuePolicy(plan: EksPlan): string {
  const { account, partition, region, names } = plan;
  const queue = `arn:${partition}:sqs:${region}:${account}:${names.interruptionQueue}`;
  const rules = Object.keys(announcements).map((kind) => `arn:${partition}:events:${region}:${account}:rule/${ruleName(plan, kind)}`);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Announce",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": rules } },
      },
      {
        Sid: "Encrypt",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queue,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
