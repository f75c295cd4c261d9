import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { awsMachine } from "../../machines";
import { count, has, objects, text, texts } from "../../properties/select";
import { oneOf } from "../../rules/limits";

/** What is wrong with a node group's inputs by themselves. */
export function nodeGroupLimits(inputs: Properties): readonly Problem[] {
  const prefix = text(inputs, "nodeGroupNamePrefix");
  const unavailable = ["maxUnavailable", "maxUnavailablePercentage"].filter((key) => has(inputs, `updateConfig.${key}`));
  const unknown = texts(inputs, "instanceTypes[*]").filter((type) => awsMachine(type) === undefined);
  const max = count(inputs, "scalingConfig.maxSize");
  return [
    ...(prefix.length <= 37
      ? []
      : [
          {
            property: "nodeGroupNamePrefix",
            reason: `${JSON.stringify(prefix)} has ${prefix.length} characters: 37 leave room for the suffix of 26`,
          },
        ]),
    ...(has(inputs, "updateConfig") && unavailable.length !== 1
      ? [{ property: "updateConfig", reason: "takes exactly one of maxUnavailable and maxUnavailablePercentage" }]
      : []),
    ...(has(inputs, "launchTemplate")
      ? ["diskSize", "remoteAccess"]
          .filter((key) => has(inputs, key))
          .map((property) => ({ property, reason: "belongs into the launch template where there is one" }))
      : []),
    ...(has(inputs, "launchTemplate") && !has(inputs, "launchTemplate.version")
      ? [{ property: "launchTemplate.version", reason: "is required" }]
      : []),
    ...unknown.map((type) => ({
      property: "instanceTypes",
      reason: `the instance type ${type} does not exist (or facts/machines.ts does not know it)`,
    })),
    ...(max !== undefined && max < 1 ? [{ property: "scalingConfig.maxSize", reason: `${max} is below 1` }] : []),
    ...oneOf(inputs, "capacityType", ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]),
    ...objects(inputs, "taints[*]").flatMap((taint) => oneOf(taint, "effect", ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"])),
  ];
}
