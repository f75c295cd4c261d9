import type { Properties } from "../../properties/values";
import { inRange, oneOf } from "../../rules/limits";
import { gcpMachine } from "../../machines";
import type { Problem } from "../../resource";
import { count, has, text, textMap } from "../../properties/select";

/** What is wrong with a node pool's inputs by themselves. */
export function nodePoolLimits(inputs: Properties): readonly Problem[] {
  const perZone = ["minNodeCount", "maxNodeCount"].some((key) => has(inputs, `autoscaling.${key}`));
  const total = ["totalMinNodeCount", "totalMaxNodeCount"].some((key) => has(inputs, `autoscaling.${key}`));
  const [min, max] = [
    count(inputs, "autoscaling.totalMinNodeCount") ?? count(inputs, "autoscaling.minNodeCount"),
    count(inputs, "autoscaling.totalMaxNodeCount") ?? count(inputs, "autoscaling.maxNodeCount"),
  ];
  const type = text(inputs, "nodeConfig.machineType");
  const characters = Object.entries(textMap(inputs, "nodeConfig.labels")).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...(perZone && total ? [{ property: "autoscaling", reason: "takes bounds per zone or in total, not both" }] : []),
    ...(min !== undefined && max !== undefined && min > max
      ? [{ property: "autoscaling", reason: `the minimum ${min} is above the maximum ${max}` }]
      : []),
    ...(has(inputs, "nodeCount") && has(inputs, "initialNodeCount")
      ? [{ property: "nodeCount", reason: "excludes initialNodeCount" }]
      : []),
    ...(characters > 1024
      ? [{ property: "nodeConfig.labels", reason: `has ${characters} characters in all, at most 1024 are allowed` }]
      : []),
    ...upgradeLimits(inputs),
    ...shutdownLimits(inputs),
    ...oneOf(inputs, "autoscaling.locationPolicy", ["ANY", "BALANCED"]),
    ...oneOf(inputs, "nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled", ["TRUE", "FALSE"]),
    ...(type !== "" && gcpMachine(type) === undefined
      ? [
          {
            property: "nodeConfig.machineType",
            reason: `the machine type ${type} does not exist (or facts/machines.ts does not know it)`,
          },
        ]
      : []),
  ];
}

/** @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies */
function upgradeLimits(inputs: Properties): readonly Problem[] {
  const [surge, unavailable] = [count(inputs, "upgradeSettings.maxSurge"), count(inputs, "upgradeSettings.maxUnavailable")];
  const blueGreen = text(inputs, "upgradeSettings.strategy") === "BLUE_GREEN";
  return [
    ...oneOf(inputs, "upgradeSettings.strategy", ["SURGE", "BLUE_GREEN"]),
    ...(blueGreen && (surge !== undefined || unavailable !== undefined)
      ? [{ property: "upgradeSettings", reason: "takes maxSurge and maxUnavailable with strategy SURGE only" }]
      : []),
    ...(!blueGreen && surge === 0 && unavailable === 0
      ? [{ property: "upgradeSettings", reason: "needs maxSurge or maxUnavailable above 0" }]
      : []),
  ];
}

/** @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/spot-vms */
function shutdownLimits(inputs: Properties): readonly Problem[] {
  const config = "nodeConfig.kubeletConfig";
  const total = count(inputs, `${config}.shutdownGracePeriodSeconds`);
  const critical = count(inputs, `${config}.shutdownGracePeriodCriticalPodsSeconds`);
  return [
    ...inRange(inputs, `${config}.shutdownGracePeriodSeconds`, 0, 120),
    ...(critical !== undefined && critical > (total ?? 0)
      ? [
          {
            property: `${config}.shutdownGracePeriodCriticalPodsSeconds`,
            reason: `${critical} is a part of shutdownGracePeriodSeconds and cannot be above it (${total ?? "none"})`,
          },
        ]
      : []),
  ];
}
