import { reservedBalancerPrefix, reservedWordIn, reservedWordsPage } from "../../catalogue/nameLimits";
import type { Finding } from "../../config/file/messages";
import type { Settings } from "../../config/settings";
import { byCodeUnit } from "../order";
import type { ClusterPlan } from "../model/fleet";

/** Words of the stack file with which a cloud would refuse the names that they are parts of, however short these are. */
export function reservedNameFindings(settings: Pick<Settings, "name" | "environment">, clusters: readonly ClusterPlan[]): Finding[] {
  return [...balancerFindings(settings, clusters), ...trademarkFindings(settings, clusters)];
}

/** Load balancers are called "<name>-<environment>-<cluster>-<slot>". */
function balancerFindings({ name }: Pick<Settings, "name">, clusters: readonly ClusterPlan[]): Finding[] {
  const { prefix, source } = reservedBalancerPrefix;
  if (!`${name}-`.startsWith(prefix) || !clusters.some(({ cloud }) => cloud === "aws")) return [];
  const message = `"${name}" would begin the names of network load balancers with "${prefix}", which AWS keeps for its own; choose another name (${source})`;
  return [{ path: ["settings", "name"], message }];
}

/** The words are in one part or in none: they have no hyphen. */
function trademarkFindings({ name, environment }: Pick<Settings, "name" | "environment">, clusters: readonly ClusterPlan[]): Finding[] {
  const onAzure = clusters.flatMap((cluster) => (cluster.cloud === "azure" ? [cluster] : []));
  if (onAzure.length === 0) return [];
  const parts = [
    { path: ["settings", "name"], part: name, written: name },
    { path: ["settings", "environment"], part: environment, written: `-${environment}` },
    ...onAzure
      .map((cluster) => ({ path: ["clusters", cluster.name], part: cluster.name, written: `-${cluster.name}` }))
      .sort((a, b) => byCodeUnit(a.part, b.part)),
  ];
  return parts.flatMap(({ path, part, written }) => {
    const word = reservedWordIn(written);
    if (word === undefined) return [];
    const message = `"${part}" is a part of AKS clusters' names, and Azure keeps "${word}" out of them; choose another (${reservedWordsPage})`;
    return [{ path, message }];
  });
}
