import { CloudError } from "../../provider/backend";
import { awsId } from "../ids";
import { exactlyOne, oneOf } from "../../../facts/rules/limits";
import type { Draft, ResourceModel } from "../model";
import { count, flag, has, text, texts } from "../../../facts/properties/select";
import { arn, randomId } from "./common";
import { allows, matches, statementsOf } from "./policyDocument";

const keyType = "aws:kms/key:Key";

/** Days; 0 is for ever. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const logGroup: ResourceModel = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
  name: { property: "name", max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/, auto: "random", unless: "namePrefix" },
  defaults: (inputs) => ({ retentionInDays: inputs["retentionInDays"] ?? 0, skipDestroy: inputs["skipDestroy"] ?? false }),
  limits: (inputs) => {
    const days = count(inputs, "retentionInDays");
    return [
      ...(days === undefined || retentions.includes(days)
        ? []
        : [{ property: "retentionInDays", reason: `${days} is none of ${retentions.join(", ")}` }]),
      ...oneOf(inputs, "logGroupClass", ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
    ];
  },
  refs: [{ path: "kmsKeyId", to: [{ type: keyType, output: "arn" }] }],
  admit(draft) {
    refuseWhereEksWrote(draft);
    refuseKey(draft);
  },
  admitUpdate: refuseKey,
  id: ({ inputs }) => text(inputs, "name"),
  outputs: { arn: groupArn },
  deleteBlockedBy: ({ inputs, id }) =>
    flag(inputs, "deletionProtectionEnabled") === true
      ? [`ValidationException: the log group ${id} has deletion protection: set deletionProtectionEnabled to false and apply that first`]
      : [],
};

function groupArn({ inputs, account }: Pick<Draft, "inputs" | "account">): string {
  return `arn:aws:logs:${account.region}:${account.owner}:log-group:${text(inputs, "name")}`;
}

/** A cluster that logs and finds no group makes its own. */
function refuseWhereEksWrote({ inputs, cloud }: Draft): void {
  const [, name] = /^\/aws\/eks\/([^/]+)\/cluster$/.exec(text(inputs, "name")) ?? [];
  const cluster = name === undefined ? undefined : cloud.get("aws:eks/cluster:Cluster", name);
  if (cluster === undefined || texts(cluster.inputs, "enabledClusterLogTypes[*]").length === 0) return;
  throw new CloudError(`ResourceAlreadyExistsException: The specified log group already exists: the cluster ${name} has made it`);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function refuseKey(draft: Draft): void {
  const { inputs, account, cloud } = draft;
  const keyArn = text(inputs, "kmsKeyId");
  const key = cloud.byType(keyType).find(({ outputs }) => text(outputs, "arn") === keyArn);
  if (key === undefined) return;
  const policy = text(key.inputs, "policy");
  const usable = (policy === "" ? [] : statementsOf(policy)).some((statement) => {
    const groups = ["ArnEquals", "ArnLike", "StringEquals"].flatMap(
      (operator) => statement.conditions.get(`${operator} kms:EncryptionContext:aws:logs:arn`) ?? [],
    );
    return (
      statement.services.includes(`logs.${account.region}.amazonaws.com`) &&
      allows(statement, "kms:GenerateDataKey") &&
      (groups.length === 0 || groups.some((pattern) => matches(pattern, groupArn(draft))))
    );
  });
  if (!usable)
    throw new CloudError(
      `AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn '${groupArn(draft)}'`,
    );
}

const flowLogSubjects = ["vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId", "regionalNatGatewayId"];

const flowLog: ResourceModel = {
  type: "aws:ec2/flowLog:FlowLog",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html",
  defaults: (inputs) => ({
    logDestinationType: inputs["logDestinationType"] ?? "cloud-watch-logs",
    maxAggregationInterval: inputs["maxAggregationInterval"] ?? 600,
  }),
  limits: (inputs) => {
    const seconds = count(inputs, "maxAggregationInterval");
    return [
      ...exactlyOne(inputs, flowLogSubjects),
      ...oneOf(inputs, "trafficType", ["ACCEPT", "REJECT", "ALL"]),
      ...oneOf(inputs, "logDestinationType", ["cloud-watch-logs", "s3", "kinesis-data-firehose"]),
      ...(has(inputs, "vpcId") && !has(inputs, "trafficType") ? [{ property: "trafficType", reason: "is required for a VPC" }] : []),
      ...(seconds === undefined || seconds === 60 || seconds === 600
        ? []
        : [{ property: "maxAggregationInterval", reason: `${seconds} is neither 60 nor 600` }]),
      ...(text(inputs, "logDestinationType") === "cloud-watch-logs" && !has(inputs, "iamRoleArn")
        ? [{ property: "iamRoleArn", reason: "is required to deliver to CloudWatch Logs" }]
        : []),
    ];
  },
  refs: [
    { path: "vpcId", to: [{ type: "aws:ec2/vpc:Vpc", output: "id" }] },
    { path: "subnetId", to: [{ type: "aws:ec2/subnet:Subnet", output: "id" }] },
    { path: "iamRoleArn", to: [{ type: "aws:iam/role:Role", output: "arn" }] },
    { path: "logDestination", to: [{ type: logGroup.type, output: "arn" }], outside: /^arn:aws:(s3|firehose):/ },
  ],
  admit({ inputs, cloud }) {
    const roleArn = text(inputs, "iamRoleArn");
    const role = cloud.byType("aws:iam/role:Role").find(({ outputs }) => text(outputs, "arn") === roleArn);
    if (role === undefined) return;
    if (statementsOf(text(role.inputs, "assumeRolePolicy")).some(({ services }) => services.includes("vpc-flow-logs.amazonaws.com")))
      return;
    throw new CloudError(`InvalidParameter: Access error: ${roleArn} cannot be assumed by vpc-flow-logs.amazonaws.com`);
  },
  provision: () => ({ id: awsId("fl") }),
  id: randomId,
  outputs: { arn: arn("vpc-flow-log") },
};

/** Where AWS writes down what happens. */
export const logs: readonly ResourceModel[] = [logGroup, flowLog];
