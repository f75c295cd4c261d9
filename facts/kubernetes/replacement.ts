import { isDeepStrictEqual } from "node:util";
import { UNKNOWN, type Properties } from "../properties/values";
import { overrides, activeCluster, type ActiveCluster } from "./kubeconfig";

const locating = ["kubeconfig", "context", "cluster"] as const;

/**
 * Which inputs of a provider resource make it another cluster, so that all its objects are made again. A `clusterIdentifier` that is set
 * and stays the same wins over everything; without one, the kubeconfig's active cluster decides, and one that is not known yet counts as another.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go (DiffConfig)
 */
export function replacesProvider(olds: Properties, news: Properties): readonly string[] {
  const before = olds["clusterIdentifier"] ?? undefined;
  const after = news["clusterIdentifier"] ?? undefined;
  if (after !== undefined && after === before && after !== UNKNOWN) return [];

  const replaces: string[] = before !== undefined && after !== undefined ? ["clusterIdentifier"] : [];
  const unknown = locating.find((key) => news[key] === UNKNOWN);
  if (unknown !== undefined) return isDeepStrictEqual(olds[unknown], news[unknown]) ? replaces : [...replaces, unknown];

  const [oldCluster, newCluster] = [clusterOf(olds), clusterOf(news)];
  if (oldCluster === undefined || newCluster === undefined || isDeepStrictEqual(oldCluster.entry, newCluster.entry)) return replaces;
  return [...replaces, ...locating.filter((key) => !isDeepStrictEqual(olds[key], news[key]))];
}

function clusterOf(config: Properties): ActiveCluster | undefined {
  try {
    return activeCluster(config["kubeconfig"], overrides(config));
  } catch {
    return undefined;
  }
}
