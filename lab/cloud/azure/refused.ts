import { CloudError } from "../../provider/backend";
import { formatPath } from "../../provider/propertyPath";
import type { Change } from "../model";
import { isWithin } from "../values";

/** Throws for a change that the provider plans as an update and Azure does not allow. */
export function refuseChanges({ changed, id }: Change, paths: readonly string[], code = "PropertyChangeNotAllowed"): void {
  const refused = changed.find((keys) => paths.some((path) => isWithin(keys, path)));
  if (refused === undefined) return;
  throw new CloudError(`Code="${code}" Message="Changing property 'properties.${formatPath(refused)}' is not allowed." (${id})`);
}
