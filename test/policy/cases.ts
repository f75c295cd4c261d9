import type { PlannedResource } from "../../policy/rule";

/** A rule's examples. The first resource of each is the one that it judges; the others are what that refers to, or what refers to it. */
export interface Cases {
  readonly good: readonly (readonly PlannedResource[])[];
  readonly bad: readonly (readonly PlannedResource[])[];
}

/** A planned resource that refers to others by their names. */
export function planned(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
  name = "own",
  uses: readonly string[] = [],
): PlannedResource {
  return { type, name, urn: urnOf(name), inputs, options: { dependsOn: uses.map(urnOf) } };
}

/** Cases of a rule that looks at one resource alone. */
export function alone(
  type: string,
  good: readonly Readonly<Record<string, unknown>>[],
  bad: readonly Readonly<Record<string, unknown>>[],
): Cases {
  return { good: good.map((inputs) => [planned(type, inputs)]), bad: bad.map((inputs) => [planned(type, inputs)]) };
}

function urnOf(name: string): string {
  return `urn:pulumi:test::gateway-fleet::any::${name}`;
}
