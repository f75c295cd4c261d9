import { factsOf } from "../../../facts";
import { CloudError } from "../../provider/backend";
import { matching } from "../../../facts/change/rules";
import type { Change } from "../simulator/model";

/**
 * Throws for a change that the provider plans as an update and Azure does not allow.
 *
 * @param code what Azure answers for this type
 */
export function refuseChanges({ type, id, olds, inputs, changed }: Change, code = "PropertyChangeNotAllowed"): void {
  const [refused] = matching(factsOf(type).refuses ?? [], { olds, news: inputs, changed });
  if (refused === undefined) return;
  throw new CloudError(`Code="${code}" Message="Changing property 'properties.${refused}' is not allowed." (${id})`);
}
