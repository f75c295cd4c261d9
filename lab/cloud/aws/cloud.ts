import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import type { CloudDefinition } from "../definition";
import type { Account } from "../../../facts/resource";
import { flag, has, text, texts } from "../../../facts/properties/select";
import { addresses } from "./addresses";
import { metricAlarm } from "./alarms";
import { ec2 } from "./ec2";
import { cluster } from "./eks";
import { eksAccess } from "./eksAccess";
import { addon } from "./eksAddons";
import { vpcEndpoint } from "./endpoints";
import { events } from "./events";
import { iam } from "./iam";
import { kms } from "./kms";
import { launchTemplate } from "./launchTemplate";
import { logs } from "./logs";
import { eksFunctions, nodeGroup } from "./nodeGroup";
import { record } from "./record";
import { route53 } from "./route53";
import { routes } from "./routes";
import { securityGroups } from "./securityGroups";
import { sqs } from "./sqs";

/** @see https://www.pulumi.com/registry/packages/aws/installation-configuration/ */
export const aws: CloudDefinition = {
  provider: "aws",
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

  configure(config) {
    const region = text(config, "region");
    if (region === "") throw new CloudError("unable to validate AWS credentials: an AWS region must be set, for example with aws:region");
    const skipsValidation = flag(config, "skipCredentialsValidation") === true;
    const skipsAccount = flag(config, "skipRequestingAccountId") === true;
    const allowed = list(config, "allowedAccountIds");
    if (skipsAccount && allowed.length > 0)
      throw new CloudError("allowedAccountIds cannot be checked while skipRequestingAccountId is set: remove one of the two");
    const account: Account = {
      provider: "aws",
      owner: skipsAccount ? "" : (allowed[0] ?? ownerOfRole(config) ?? "000000000000"),
      tenant: "",
      region,
    };
    return { account, calls: skipsValidation && skipsAccount ? [] : ["sts"] };
  },

  autoName: (logicalName, hex) => `${logicalName}-${hex.slice(0, 7)}`,
  autoNamed: (property) => ({ __defaults: [property] }),
  isAutoNamed: (inputs, property) => texts(inputs, "__defaults[*]").includes(property),
  // Since version 7 every regional resource carries its region among its inputs.
  fillIn: (model, inputs, account) => (isGlobal(model.type) || has(inputs, "region") ? {} : { region: account.region }),

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

function isGlobal(type: string): boolean {
  return type.startsWith("aws:iam/") || type.startsWith("aws:route53/");
}

function host(service: string, region: string): string {
  if (service === "iam" || service === "route53") return `${service}.amazonaws.com`;
  // Security group rules belong to EC2's API, although their tokens say vpc.
  return `${service === "vpc" ? "ec2" : service}.${region}.amazonaws.com`;
}

/** Lists in a provider's configuration arrive as JSON text. */
function list(config: Properties, key: string): readonly string[] {
  const json = text(config, key);
  if (json === "") return texts(config, `${key}[*]`);
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

function ownerOfRole(config: Properties): string | undefined {
  const role = JSON.stringify([config["assumeRoles"] ?? null, config["assumeRole"] ?? null]);
  return /arn:aws:iam::(\d{12}):/.exec(role)?.[1];
}
