import type { CloudDefinition } from "../simulator/definition";
import { flag } from "../../../facts/properties/select";
import { addresses } from "./network/addresses";
import { metricAlarm } from "./alarms";
import { ec2 } from "./network/ec2";
import { cluster } from "./eks/cluster";
import { eksAccess } from "./eks/access";
import { addon } from "./eks/addons";
import { vpcEndpoint } from "./network/endpoints";
import { events } from "./events";
import { iam } from "./iam";
import { kms } from "./kms";
import { launchTemplate } from "./eks/launchTemplate";
import { logs } from "./logs";
import { eksFunctions, nodeGroup } from "./eks/nodeGroup";
import { record } from "./route53/record";
import { route53 } from "./route53/zone";
import { routes } from "./network/routes";
import { securityGroups } from "./network/securityGroups";
import { sqs } from "./sqs";
import { awsProvider } from "../../../facts/aws/provider";

export const aws: CloudDefinition = {
  ...awsProvider,
  folder: "aws",
  models: [
    ...ec2,
    ...addresses,
    ...routes,
    ...securityGroups,
    vpcEndpoint,
    launchTemplate,
    ...iam,
    ...kms,
    ...logs,
    ...sqs,
    ...events,
    metricAlarm,
    cluster,
    addon,
    ...eksAccess,
    nodeGroup,
    ...route53,
    record,
  ],
  functions: eksFunctions,
  firstAddressBlock: 1,

  calls: (config) =>
    flag(config, "skipCredentialsValidation") === true && flag(config, "skipRequestingAccountId") === true ? [] : ["sts"],

  errors: {
    outage: (service, call, { region }) =>
      `operation error ${service.toUpperCase()}: ${call}, exceeded maximum number of attempts, 25, https response error StatusCode: 0, RequestID: , request send failed, ` +
      `Post "https://${host(service, region)}/": dial tcp 192.0.2.1:443: i/o timeout`,
    exists: ({ type }, id) => `${type} ${id}: EntityAlreadyExists: ${id} already exists`,
    missing: (_draft, { path, value, type }) =>
      `${path}: InvalidParameterValue: ${value} does not exist (no ${type} of this id in the account)`,
    gone: (type, id) => `${type} ${id}: ResourceNotFoundException: it does not exist`,
  },
};

function host(service: string, region: string): string {
  if (service === "iam" || service === "route53") return `${service}.amazonaws.com`;
  // Security group rules belong to EC2's API, although their tokens say vpc.
  return `${service === "vpc" ? "ec2" : service}.${region}.amazonaws.com`;
}
