import { isDeepStrictEqual } from "node:util";
import { sizePaths } from "../../facts/sizePaths";
import type { StateDeployment, StateResource } from "./state";

/**
 * What `pulumi preview --save-plan` writes: what an update would ask for, resource by resource; only what the lab reads is named.
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/plan.go
 */
export interface UpdatePlan {
  readonly resourcePlans?: Readonly<Record<string, ResourcePlan>>;
}

interface ResourcePlan {
  readonly steps?: readonly string[];
  readonly goal?: {
    readonly inputDiff?: object;
    readonly outputDiff?: object;
    readonly parent?: string;
    readonly provider?: string;
    readonly protect?: boolean;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
    readonly ignoreChanges?: readonly string[];
    readonly additionalSecretOutputs?: readonly string[];
    readonly customTimeouts?: object;
  };
}

const liveSizes: Readonly<Record<string, string>> = sizePaths;

/**
 * Whether an update would leave the very state that is there: it changes no resource, and neither what is recorded about one, such as its
 * protection or what it depends on, nor an output of the stack. Evaluating the program a second time for that would tell nothing new.
 */
export function changesNothing({ resourcePlans = {} }: UpdatePlan, { deployment: { resources = [] } }: StateDeployment): boolean {
  const recorded = new Map(resources.map((resource) => [resource.urn, resource]));
  // A StackReference is read anew by every evaluation, and what comes of it is in the inputs of others.
  const planned = resources.filter(({ type }) => type !== "pulumi:pulumi:StackReference");
  return (
    planned.length > 0 &&
    planned.length === Object.keys(resourcePlans).length &&
    Object.entries(resourcePlans).every(([urn, plan]) => {
      const resource = recorded.get(urn);
      return resource !== undefined && resource.delete !== true && staysAsRecorded(plan, resource);
    })
  );
}

function staysAsRecorded({ steps = [], goal }: ResourcePlan, resource: StateResource): boolean {
  return (
    isDeepStrictEqual(steps, ["same"]) &&
    goal !== undefined &&
    isEmpty(goal.inputDiff) &&
    isEmpty(goal.outputDiff) &&
    isDeepStrictEqual(facts(goal, resource.type), facts(resource, resource.type)) &&
    isEmpty(resource.initErrors)
  );
}

/**
 * What neither side may leave out or list in another order to say something else. A pool's live size is left out: every preview ignores it,
 * an update only where the update before has recorded one, and where nothing else changes either way sends nothing.
 */
function facts(of: Omit<NonNullable<ResourcePlan["goal"]>, "inputDiff" | "outputDiff">, type: string): object {
  const dependencies = Object.entries(of.propertyDependencies ?? {}).filter(([, urns]) => !isEmpty(urns));
  return {
    parent: of.parent ?? "",
    provider: of.provider ?? "",
    protect: of.protect ?? false,
    dependencies: sorted(of.dependencies),
    propertyDependencies: Object.fromEntries(dependencies.map(([property, urns]) => [property, sorted(urns)])),
    ignoreChanges: sorted(of.ignoreChanges).filter((path) => path !== liveSizes[type]),
    additionalSecretOutputs: sorted(of.additionalSecretOutputs),
    customTimeouts: { ...of.customTimeouts },
  };
}

function isEmpty(value: object | null | undefined): boolean {
  return value === null || value === undefined || Object.keys(value).length === 0;
}

function sorted(values: readonly string[] | null | undefined): readonly string[] {
  return [...(values ?? [])].sort();
}
