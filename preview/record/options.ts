import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { RecordedOptions } from "./recording";

/** Of a resource whose program asks for nothing. */
export const noOptions: RecordedOptions = {
  protect: false,
  ignoreChanges: [],
  dependsOn: [],
  provider: undefined,
  deleteBeforeReplace: undefined,
  replaceOnChanges: [],
  aliases: [],
  hooks: [],
  retainOnDelete: false,
};

export function optionsOf(request: RegisterResourceRequest): RecordedOptions {
  return {
    protect: request.getProtect() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    // Sorted: the SDK collects them from sets, in the order in which promises resolved.
    dependsOn: [...request.getDependenciesList()].sort(),
    provider: providerUrn(request.getProvider()),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    replaceOnChanges: request.getReplaceonchangesList(),
    aliases: request.getAliasesList().map((alias) => aliasOf(alias, request.getParent())),
    hooks: hooksOf(request.getHooks()),
    retainOnDelete: request.getRetainondelete() ?? false,
  };
}

export function inputDependenciesOf(request: RegisterResourceRequest): Record<string, readonly string[]> {
  const dependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((of: RegisterResourceRequest.PropertyDependencies, property: string) => {
    if (of.getUrnsList().length > 0) dependencies[property] = of.getUrnsList();
  });
  return dependencies;
}

/** A resource that is only read takes few options. */
export function readOptionsOf(request: ReadResourceRequest): RecordedOptions {
  return { ...noOptions, dependsOn: [...request.getDependenciesList()].sort(), provider: providerUrn(request.getProvider()) };
}

/** References are `<urn>::<id>`. */
function providerUrn(reference: string): string | undefined {
  return reference === "" ? undefined : reference.split("::").slice(0, 4).join("::");
}

/** The SDK fills the resource's own parent in where an alias gives none. */
function aliasOf(alias: Alias, parent: string): unknown {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const given = Object.entries(spec.toObject()).filter(([key, value]) => value && !(key === "parenturn" && value === parent));
  return Object.fromEntries(given);
}

function hooksOf(binding: RegisterResourceRequest.ResourceHooksBinding | undefined): readonly string[] {
  if (binding === undefined) return [];
  const hooks = binding.toObject();
  return [
    ...hooks.beforeCreateList.map((name) => `beforeCreate:${name}`),
    ...hooks.afterCreateList.map((name) => `afterCreate:${name}`),
    ...hooks.beforeUpdateList.map((name) => `beforeUpdate:${name}`),
    ...hooks.afterUpdateList.map((name) => `afterUpdate:${name}`),
    ...hooks.beforeDeleteList.map((name) => `beforeDelete:${name}`),
    ...hooks.afterDeleteList.map((name) => `afterDelete:${name}`),
    ...hooks.onErrorList.map((name) => `onError:${name}`),
  ];
}
