import { all, either, includes, is, isBetween, isNot, isSet, namesBlocks } from "../checks";
import type { Rule } from "../rule";
import { actionsOf, allowsNothing, principalsOf } from "./documents";

const cluster = "aws:eks/cluster:Cluster";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const key = "aws:kms/key:Key";
const queuePolicy = "aws:sqs/queuePolicy:QueuePolicy";

const endpointIsOff = is("vpcConfig.endpointPublicAccess", false);

/** Only EKS's own control plane is out of sight: what it logs, who reaches it and what it keeps. */
const controlPlane: readonly Rule[] = [
  {
    ids: ["CKV_AWS_37"],
    title: "logs everything that a control plane can log",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
    types: [cluster],
    check: includes("enabledClusterLogTypes", "api", "audit", "authenticator", "controllerManager", "scheduler"),
  },
  {
    ids: ["CKV_AWS_38", "CIS EKS 5.4.1"],
    title: "opens no API server to the whole internet",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    types: [cluster],
    check: either(endpointIsOff, namesBlocks("vpcConfig.publicAccessCidrs")),
  },
  {
    ids: ["CKV_AWS_39", "CIS EKS 5.4.2"],
    title: "has no public API server",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    types: [cluster],
    check: all(endpointIsOff, is("vpcConfig.endpointPrivateAccess", true)),
  },
  {
    ids: ["CKV_AWS_58", "CIS EKS 5.3.1"],
    title: "encrypts secrets with a key of its own",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
    types: [cluster],
    check: all(includes("encryptionConfig.resources", "secrets"), isSet("encryptionConfig.provider.keyArn")),
  },
  {
    ids: ["CKV_AWS_339"],
    title: "runs a minor in standard support (1.34 leaves it on 2026-12-02)",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    types: [cluster],
    check: is("version", "1.35", "1.36"),
  },
  {
    ids: ["CIS EKS 5.5.1"],
    title: "lets nobody in but by IAM, and its maker not by itself",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
    types: [cluster],
    check: all(is("accessConfig.authenticationMode", "API"), is("accessConfig.bootstrapClusterCreatorAdminPermissions", false)),
  },
  {
    ids: ["CIS EKS 5.4.4"],
    title: "enforces network policies",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html",
    types: ["aws:eks/addon:Addon"],
    check: ({ inputs }) =>
      inputs["addonName"] === "vpc-cni" && !/"enableNetworkPolicy"\s*:\s*"?true/.test(String(inputs["configurationValues"]))
        ? "configurationValues does not say enableNetworkPolicy"
        : undefined,
  },
];

const keysAndLogs: readonly Rule[] = [
  {
    ids: ["CKV_AWS_7"],
    title: "rotates keys",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    types: [key],
    check: is("enableKeyRotation", true),
  },
  {
    ids: ["CKV_AWS_227"],
    title: "makes keys that work",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
    types: [key],
    check: is("isEnabled", undefined, true),
  },
  {
    ids: ["CKV_AWS_158"],
    title: "encrypts logs with a key of its own; a control plane's too, whose group EKS would make without",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    types: [logGroup, cluster],
    check: (own, planned) => {
      if (own.type === logGroup) return isSet("kmsKeyId")(own, planned);
      const name = `/aws/eks/${String(own.inputs["name"])}/cluster`;
      return planned.some(({ type, inputs }) => type === logGroup && inputs["name"] === name) ? undefined : `has no log group ${name}`;
    },
  },
  {
    ids: ["CKV_AWS_338", "CKV_AWS_66"],
    title: "keeps logs for a year or longer",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    types: [logGroup],
    // 0 is for ever.
    check: either(is("retentionInDays", 0), isBetween("retentionInDays", 365, Infinity)),
  },
];

const queues: readonly Rule[] = [
  {
    ids: ["CKV_AWS_27"],
    title: "encrypts queues",
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    types: ["aws:sqs/queue:Queue"],
    check: either(is("sqsManagedSseEnabled", true), isSet("kmsMasterKeyId")),
  },
  {
    ids: ["CKV2_AWS_73"],
    title: "encrypts queues with SQS's own key or with one of ours, and not with the account's, whose policy nobody can write",
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    types: ["aws:sqs/queue:Queue"],
    check: isNot("kmsMasterKeyId", "alias/aws/sqs"),
  },
  {
    ids: ["CKV_AWS_168", "CKV_AWS_387"],
    title: "lets only named principals into queues",
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    types: [queuePolicy],
    check: allowsNothing("policy", (statement) => (principalsOf(statement).includes("*") ? "something to everybody" : undefined)),
  },
  {
    ids: ["CKV_AWS_72"],
    title: "allows nobody everything on a queue",
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    types: [queuePolicy],
    check: allowsNothing("policy", (statement) => actionsOf(statement).find((action) => action === "*" || action === "sqs:*")),
  },
];

export const awsClusterRules: readonly Rule[] = [...controlPlane, ...keysAndLogs, ...queues];
