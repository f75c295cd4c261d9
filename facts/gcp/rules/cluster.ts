import type { Properties } from "../../properties/values";
import { oneOf } from "../../rules/limits";
import type { Problem } from "../../resource";
import { count, flag, has, objects, text } from "../../properties/select";

/** What is wrong with a GKE cluster's inputs by themselves. */
export function clusterLimits(inputs: Properties): readonly Problem[] {
  const autopilot = flag(inputs, "enableAutopilot") === true;
  return [
    ...(autopilot || (count(inputs, "initialNodeCount") ?? 0) >= 1
      ? []
      : [{ property: "initialNodeCount", reason: "must be at least 1, unless the cluster is an Autopilot one" }]),
    ...(objects(inputs, "masterAuthorizedNetworksConfig.cidrBlocks[*]").length > 100
      ? [{ property: "masterAuthorizedNetworksConfig.cidrBlocks", reason: "has more than 100 blocks" }]
      : []),
    ...(has(inputs, "clusterIpv4Cidr") && has(inputs, "ipAllocationPolicy")
      ? [{ property: "clusterIpv4Cidr", reason: "excludes ipAllocationPolicy" }]
      : []),
    ...encryptionLimits(inputs),
    ...maintenanceLimits(inputs),
    ...oneOf(inputs, "releaseChannel.channel", ["UNSPECIFIED", "RAPID", "REGULAR", "STABLE", "EXTENDED"]),
    ...oneOf(inputs, "binaryAuthorization.evaluationMode", ["DISABLED", "PROJECT_SINGLETON_POLICY_ENFORCE"]),
    ...oneOf(inputs, "securityPostureConfig.mode", ["DISABLED", "BASIC", "ENTERPRISE"]),
    // Basic scans are no longer supported: https://docs.cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation
    ...oneOf(inputs, "securityPostureConfig.vulnerabilityMode", ["VULNERABILITY_DISABLED", "VULNERABILITY_ENTERPRISE"]),
    ...oneOf(inputs, "anonymousAuthenticationConfig.mode", ["ENABLED", "LIMITED"]),
    ...defaultClassLimits(inputs),
  ];
}

/** @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets */
function encryptionLimits(inputs: Properties): readonly Problem[] {
  const [state, key] = [text(inputs, "databaseEncryption.state"), text(inputs, "databaseEncryption.keyName")];
  const [, location = ""] = /^projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.exec(key) ?? [];
  const region = text(inputs, "location").replace(/-[a-z]$/, "");
  return [
    ...oneOf(inputs, "databaseEncryption.state", ["DECRYPTED", "ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"]),
    ...(state !== "" && state !== "DECRYPTED" && !has(inputs, "databaseEncryption.keyName")
      ? [{ property: "databaseEncryption.keyName", reason: `is needed with state ${state}` }]
      : []),
    ...(key !== "" && location === ""
      ? [{ property: "databaseEncryption.keyName", reason: `${key} is not the resource name of a key` }]
      : []),
    ...(location !== "" && region !== "" && location !== region
      ? [
          {
            property: "databaseEncryption.keyName",
            reason: `${key} is in ${location}; the key of a cluster in ${region} must be there too`,
          },
        ]
      : []),
  ];
}

const windows = ["dailyMaintenanceWindow", "recurringWindow", "recurringMaintenanceWindow"];

/** @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions */
function maintenanceLimits(inputs: Properties): readonly Problem[] {
  if (!has(inputs, "maintenancePolicy")) return [];
  const given = windows.filter((window) => has(inputs, `maintenancePolicy.${window}`));
  const exclusions = objects(inputs, "maintenancePolicy.maintenanceExclusions[*]");
  const channel = text(inputs, "releaseChannel.channel");
  return [
    ...(given.length === 1 ? [] : [{ property: "maintenancePolicy", reason: `takes exactly one of ${windows.join(", ")}` }]),
    ...(exclusions.length > 20 ? [{ property: "maintenancePolicy.maintenanceExclusions", reason: "has more than 20 exclusions" }] : []),
    ...exclusions.flatMap((exclusion) => exclusionLimits(exclusion, channel)),
    ...windowLimits(inputs),
  ];
}

function exclusionLimits(exclusion: Properties, channel: string): readonly Problem[] {
  const property = "maintenancePolicy.maintenanceExclusions";
  const name = text(exclusion, "exclusionName");
  const scope = text(exclusion, "exclusionOptions.scope");
  return [
    ...(has(exclusion, "endTime") === has(exclusion, "exclusionOptions.endTimeBehavior")
      ? [{ property, reason: `${name} takes exactly one of endTime and exclusionOptions.endTimeBehavior` }]
      : []),
    ...(scope.startsWith("NO_MINOR") && (channel === "" || channel === "UNSPECIFIED")
      ? [{ property, reason: `${name}: scope ${scope} needs a release channel` }]
      : []),
  ];
}

/** Weekly and daily rules, which are the usual ones, must leave 48 hours in any 32 days; other rules are not counted. */
function windowLimits(inputs: Properties): readonly Problem[] {
  const property = "maintenancePolicy.recurringWindow";
  if (!has(inputs, property)) return [];
  const [start, end] = [text(inputs, `${property}.startTime`), text(inputs, `${property}.endTime`)];
  const odd = [start, end].find((time) => time !== "" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time));
  if (odd !== undefined) return [{ property, reason: `${odd} is no time in UTC, such as 2024-01-06T02:00:00Z, and would differ for ever` }];
  const hours = (Date.parse(end) - Date.parse(start)) / 3_600_000;
  const [, days] = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)$/.exec(text(inputs, `${property}.recurrence`)) ?? [];
  const total = days === undefined ? undefined : 4 * days.split(",").length * hours;
  return [
    ...(hours >= 4 ? [] : [{ property, reason: `lasts ${hours} hours, a window needs 4 at least` }]),
    ...(total !== undefined && total < 48 ? [{ property, reason: `leaves ${total} hours in 32 days, maintenance needs 48` }] : []),
  ];
}

/** @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/run-pods-default-compute-classes */
function defaultClassLimits(inputs: Properties): readonly Problem[] {
  const [, minor] = /^1\.(\d+)/.exec(text(inputs, "minMasterVersion")) ?? [];
  return flag(inputs, "clusterAutoscaling.defaultComputeClassEnabled") === true && minor !== undefined && Number(minor) < 33
    ? [{ property: "clusterAutoscaling.defaultComputeClassEnabled", reason: `needs Kubernetes 1.33, not 1.${minor}` }]
    : [];
}
