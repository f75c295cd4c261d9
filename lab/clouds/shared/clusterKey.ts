import type { Properties } from "../../../facts/properties/values";
import { text } from "../../../facts/properties/select";

/** The config key of a cluster, which the program writes into its tags; a cluster without goes by its own name. */
export function clusterKey(inputs: Properties): string {
  const spellings = ["tags.cluster", "resourceLabels.cluster", "name", "resourceName"];
  return spellings.map((path) => text(inputs, path)).find((key) => key !== "") ?? "";
}
