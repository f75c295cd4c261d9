import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { azureLocalDisk, azureMachine } from "../../machines";
import { count, flag, text } from "../../properties/select";
import { inRange } from "../../rules/limits";

/** What is wrong with an agent pool's inputs by themselves. */
export function agentPoolLimits(inputs: Properties): readonly Problem[] {
  const maxUnavailable = text(inputs, "upgradeSettings.maxUnavailable");
  return [
    ...countLimits(inputs, "count"),
    ...(text(inputs, "mode") === "System" && maxUnavailable !== "" && maxUnavailable !== "0"
      ? [{ property: "upgradeSettings.maxUnavailable", reason: "is not allowed on a System pool" }]
      : []),
  ];
}

/** What is wrong with a pool's counts and machine by themselves. */
export function countLimits(pool: Properties, property: string): readonly Problem[] {
  const scales = flag(pool, "enableAutoScaling") === true;
  const [min, max] = [count(pool, "minCount"), count(pool, "maxCount")];
  const spot = text(pool, "scaleSetPriority") === "Spot";
  const size = text(pool, "vmSize");
  return [
    ...(!scales && (min !== undefined || max !== undefined) ? [{ property, reason: "minCount and maxCount need enableAutoScaling" }] : []),
    ...(min !== undefined && max !== undefined && min > max ? [{ property, reason: `minCount ${min} is above maxCount ${max}` }] : []),
    ...(max !== undefined && max > 1000 ? [{ property, reason: `maxCount ${max} is above 1000` }] : []),
    ...(spot && text(pool, "mode") === "System" ? [{ property, reason: "a System pool cannot be Spot" }] : []),
    ...(spot && text(pool, "upgradeSettings.maxSurge") !== "" ? [{ property, reason: "a Spot pool takes no maxSurge" }] : []),
    ...(!spot && (text(pool, "scaleSetEvictionPolicy") !== "" || count(pool, "spotMaxPrice") !== undefined)
      ? [{ property, reason: "scaleSetEvictionPolicy and spotMaxPrice need scaleSetPriority Spot" }]
      : []),
    ...(text(pool, "osDiskType") === "Ephemeral" && size !== "" && (count(pool, "osDiskSizeGB") ?? 128) > azureLocalDisk(size)
      ? [
          {
            property,
            reason: `an ephemeral OS disk of ${count(pool, "osDiskSizeGB") ?? 128} GiB does not fit on ${size}, whose local disk has ${azureLocalDisk(size)}`,
          },
        ]
      : []),
    ...inRange(pool, "osDiskSizeGB", 30, 2048),
    ...inRange(pool, "maxPods", text(pool, "mode") === "System" ? 30 : 10, 250),
    ...inRange(pool, "upgradeSettings.drainTimeoutInMinutes", 5, 1440),
    ...(size !== "" && azureMachine(size) === undefined
      ? [{ property, reason: `the VM size ${size} does not exist (or facts/machines.ts does not know it)` }]
      : []),
  ];
}
