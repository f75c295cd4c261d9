import type { Properties } from "../properties/values";
import type { Problem } from "../resource";
import { oneOf } from "../rules/limits";
import { text } from "../properties/select";

/** "West US 2" and "westus2" are one place. */
export function sameLocation(inputs: Properties): Properties {
  const location = text(inputs, "location");
  return location === "" ? inputs : { ...inputs, location: location.toLowerCase().replaceAll(" ", "") };
}

/** DNS is in no region. */
export function onlyGlobal(inputs: Properties): readonly Problem[] {
  return oneOf(sameLocation(inputs), "location", ["global"]);
}
