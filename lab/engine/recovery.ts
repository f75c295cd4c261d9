import type { CloudResource } from "../clouds/simulator/store";
import type { StateDeployment, StateResource } from "./state";

/** What a crashed operation left behind, and the state in which the next one may start. */
export interface Recovery {
  /** The state to import; undefined where the recorded one already holds. */
  readonly state: StateDeployment | undefined;
  /** Resources that the cloud had made and the state did not know: they are the stack's now. */
  readonly adopted: readonly string[];
  /** Resources in the cloud that nothing recorded says how to adopt. */
  readonly unknown: readonly CloudResource[];
}

type PendingOperation = NonNullable<StateDeployment["deployment"]["pending_operations"]>[number];

/**
 * Settles what a crash left open. The engine writes an operation down before it starts it; the cloud writes a resource down together
 * with the URN it was made for. Between the two, every create is known to have happened or not:
 * - it happened: the resource enters the state, with the id and outputs that the cloud has
 * - it did not: the next operation does it
 *
 * An interrupted update or delete needs nothing: both can be sent again.
 */
export function settle(state: StateDeployment, inClouds: readonly CloudResource[]): Recovery {
  const resources = state.deployment.resources ?? [];
  const pending = state.deployment.pending_operations ?? [];
  const known = new Set(resources.map((resource) => `${resource.urn} ${resource.id}`));
  const orphans = inClouds.filter((resource) => !known.has(`${resource.urn} ${resource.id}`));

  const creates = new Map(
    pending.filter((operation) => operation.type === "creating").map((operation) => [operation.resource.urn, operation]),
  );
  const adoptable = orphans.filter((orphan) => creates.has(orphan.urn));
  const unknown = orphans.filter((orphan) => !creates.has(orphan.urn));
  if (pending.length === 0) return { state: undefined, adopted: [], unknown };

  return {
    state: {
      ...state,
      deployment: {
        ...state.deployment,
        resources: adoptable.reduce((list, orphan) => adopt(list, orphan, creates), resources),
        pending_operations: [],
      },
    },
    adopted: adoptable.map((orphan) => orphan.urn),
    unknown,
  };
}

/** Puts the new resource where its dependencies precede it; one that it replaces is marked for deletion and stays behind it. */
function adopt(
  resources: readonly StateResource[],
  orphan: CloudResource,
  creates: ReadonlyMap<string, PendingOperation>,
): readonly StateResource[] {
  const operation = creates.get(orphan.urn);
  if (operation === undefined) return resources;
  const made: StateResource = { ...operation.resource, id: orphan.id, outputs: orphan.outputs };
  const replaced = resources.findIndex((resource) => resource.urn === orphan.urn && resource.delete !== true);
  if (replaced < 0) return [...resources, made];
  const old = resources[replaced];
  if (old === undefined) return [...resources, made];
  return [...resources.slice(0, replaced), made, { ...old, delete: true }, ...resources.slice(replaced + 1)];
}
