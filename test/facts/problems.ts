import { factsOf } from "../../facts";
import { withDefaults } from "../../facts/inputs/defaults";
import { problemsOf } from "../../facts/inputs/problems";
import type { Properties } from "../../facts/properties/values";

/** What is wrong with inputs, as "<property>: <reason>" a line; empty where nothing is. */
export function problems(type: string, inputs: Properties): string {
  const account = { provider: type.split(":")[0] ?? "", owner: "owner", tenant: "tenant", region: "us-west-2" };
  return problemsOf(factsOf(type), withDefaults(type, inputs, account))
    .map(({ property, reason }) => `${property}: ${reason}`)
    .join("\n");
}
