import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import { azureMachine } from "../../../../facts/machines";
import { addedToNodes } from "../../../../facts/nodes";
import type { PoolFacts, Subject } from "../../simulator/model";
import { parseTaint } from "../../shared/taints";
import { count, flag, text, textMap, texts } from "../../../../facts/properties/select";

/** What AKS puts on a pool's nodes by itself, in its own spelling of taints. */
export function addedTo(pool: Properties): { readonly labels: Readonly<Record<string, string>>; readonly taints: readonly string[] } {
  const { arch } = azureMachine(text(pool, "vmSize")) ?? { arch: "amd64" };
  const { labels, taints } = addedToNodes("azure", { spot: text(pool, "scaleSetPriority") === "Spot", arch });
  return { labels, taints: taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`) };
}

/** The nodes of an inline profile or of an agent pool, which have the same fields. */
export function poolNodes(
  { account }: Subject,
  pool: Properties,
  of: { readonly cluster: string; readonly controlPlane: string; readonly name: string },
): PoolFacts {
  const spot = text(pool, "scaleSetPriority") === "Spot";
  const added = addedTo(pool);
  const scales = flag(pool, "enableAutoScaling") === true;
  const taints = texts(pool, "nodeTaints[*]");
  const size = count(pool, "count") ?? 0;
  return {
    cluster: of.cluster,
    controlPlane: of.controlPlane,
    min: scales ? (count(pool, "minCount") ?? 0) : size,
    max: scales ? (count(pool, "maxCount") ?? 0) : size,
    spot,
    nodes: {
      id: of.name,
      // Without zones the nodes are anywhere in the region, which Kubernetes shows as zone 0.
      zones:
        texts(pool, "availabilityZones[*]").length === 0
          ? ["0"]
          : texts(pool, "availabilityZones[*]").map((zone) => `${account.region}-${zone}`),
      region: account.region,
      instanceType: text(pool, "vmSize"),
      ...(azureMachine(text(pool, "vmSize")) ?? { cpu: 2, memoryGiB: 8, arch: "amd64" as const }),
      labels: {
        ...textMap(pool, "nodeLabels"),
        "kubernetes.azure.com/agentpool": of.name,
        "kubernetes.azure.com/mode": text(pool, "mode").toLowerCase(),
        ...added.labels,
      },
      taints: [...new Set([...taints, ...added.taints])].map(parseTaint),
    },
  };
}

/** With autoscaling the count must be sent all the same, and lie within its bounds. */
export function refuseCount(pool: Properties): void {
  const size = count(pool, "count");
  if (size === undefined) throw new CloudError('Code="InvalidParameter" Message="Required parameter properties.count is missing (null)."');
  const lowest = text(pool, "mode") === "System" ? 1 : 0;
  if (size < lowest)
    throw new CloudError(`Code="InvalidParameter" Message="count ${size} is below ${lowest}, the least of a ${text(pool, "mode")} pool"`);
  if (flag(pool, "enableAutoScaling") !== true) return;
  const [min = 0, max = 0] = [count(pool, "minCount"), count(pool, "maxCount")];
  if (size < min || size > max)
    throw new CloudError(`Code="AgentPoolCountOutOfRange" Message="count ${size} must lie within minCount ${min} and maxCount ${max}"`);
}
