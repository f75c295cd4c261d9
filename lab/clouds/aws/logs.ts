import { CloudError } from "../../provider/backend";
import { awsId } from "../shared/ids";
import type { Draft, ResourceModel } from "../simulator/model";
import { flag, text, texts } from "../../../facts/properties/select";
import { arn, randomId } from "./common";
import { allows, matches, statementsOf } from "./policyDocument";

const keyType = "aws:kms/key:Key";

const logGroup: ResourceModel = {
  type: "aws:cloudwatch/logGroup:LogGroup",
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

const flowLog: ResourceModel = {
  type: "aws:ec2/flowLog:FlowLog",
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
