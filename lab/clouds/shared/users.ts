import type { Draft } from "../simulator/model";
import type { CloudResource } from "../simulator/store";
import { texts } from "../../../facts/properties/select";

/** A way in which one resource can use another: an input of the user that names it. */
export interface Use {
  readonly type: string;
  /** Path with wildcards. */
  readonly path: string;
}

/** Resources whose inputs name one of the values; ids are compared without case, as Azure writes them. */
export function usersOf({ cloud }: Pick<Draft, "cloud">, values: readonly string[], uses: readonly Use[]): readonly CloudResource[] {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return uses.flatMap(({ type, path }) =>
    cloud.byType(type).filter((resource) => texts(resource.inputs, path).some((value) => wanted.has(value.toLowerCase()))),
  );
}

/** "aws:ec2/subnet:Subnet subnet-1, aws:ec2/subnet:Subnet subnet-2 and 3 more". */
export function named(resources: readonly CloudResource[]): string {
  const first = resources.slice(0, 3).map(({ type, id }) => `${type} ${id}`);
  return resources.length > 3 ? `${first.join(", ")} and ${resources.length - 3} more` : first.join(", ");
}
