import type { Properties } from "../provider/backend";
import { text } from "./values";

/** The config key of a cluster, which the program writes into its tags; a cluster without goes by its own name. */
export function clusterKey(inputs: Properties): string {
  const spellings = ["tags.cluster", "resourceLabels.cluster", "name", "resourceName"];
  return spellings.map((path) => text(inputs, path)).find((key) => key !== "") ?? "";
}
