import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openCloudStore } from "../../../../lab/clouds/simulator/store";
import { readState, type StateResource } from "../../../../lab/engine/state";
import { fieldManagerOf, kindOf, releaseType } from "../../../../lab/kubernetes/provider/kinds";
import type { StoryProject } from "../project";

/** Asserts that the state, the clouds and the cluster name the same things, both ways, each once, and that no lock is left. */
export async function assertAtOne(project: StoryProject): Promise<void> {
  const home = project.home("prod");
  const state = readState(join(home.backend, ".pulumi", "stacks", "gateway-fleet", "prod.json"));
  assert.ok(state !== undefined);
  const resources = (state.deployment.resources ?? []).filter(({ custom }) => custom);
  assert.deepEqual(state.deployment.pending_operations ?? [], []);
  assert.deepEqual(
    resources.filter((resource) => resource.delete === true),
    [],
  );

  const inClouds = ["aws", "azure-native", "gcp"].flatMap((cloud) => {
    const path = join(home.clouds, `${cloud}.jsonl`);
    return existsSync(path) ? openCloudStore(path, { readOnly: true }).all() : [];
  });
  const ofClouds = (type: string): boolean => /^(aws|azure-native|gcp):/.test(type);
  assert.deepEqual(
    sorted(inClouds.filter(({ urn }) => urn !== "").map(({ urn, id }) => `${urn} ${id}`)),
    sorted(resources.filter(({ type }) => ofClouds(type)).map(({ urn, id }) => `${urn} ${id}`)),
  );

  const ofKubernetes = resources.filter(({ type }) => type.startsWith("kubernetes:"));
  assert.deepEqual(await inCluster(project), sorted(ofKubernetes.map(named)));

  const locks = join(home.backend, ".pulumi", "locks", "organization", "gateway-fleet", "prod");
  assert.deepEqual(existsSync(locks) ? readdirSync(locks) : [], []);
  assert.ok(!existsSync(join(home.root, "lock.json")));
}

/** "<owner> <kind> <namespace/name>" */
function named({ urn, type, id }: StateResource): string {
  if (type === releaseType) return `${urn} Release ${id}`;
  return `${fieldManagerOf(urn)} ${kindOf(type).kind} ${id}`;
}

/** Every object that a program's resource has made, and every release, as the API server knows them. */
async function inCluster(project: StoryProject): Promise<readonly string[]> {
  const { kubeconfigs } = project.home("prod");
  const clusters = (existsSync(kubeconfigs) ? readdirSync(kubeconfigs) : []).map((file) => file.replace(/\.yaml$/, ""));
  const found = clusters.map(async (cluster) => {
    const kinds = await project.kubectl("prod", cluster, "api-resources", "--verbs=list", "-o", "name");
    const wanted = kinds.split("\n").filter((kind) => kind !== "" && !/^(events|leases|pods|endpoints)\b/.test(kind));
    const json = await project.kubectl("prod", cluster, "get", wanted.join(), "-A", "-o", "json", "--show-managed-fields");
    return (JSON.parse(json) as { readonly items: readonly LiveObject[] }).items.flatMap(ownersOf);
  });
  return sorted((await Promise.all(found)).flat());
}

interface LiveObject {
  readonly kind: string;
  readonly type?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager: string }[];
  };
}

function ownersOf({ kind, type, metadata }: LiveObject): readonly string[] {
  const { name, namespace, labels, annotations, managedFields = [] } = metadata;
  if (type === "helm.sh/release.v1") return [`${annotations?.["lab.gateway-fleet/urn"]} Release ${namespace}/${labels?.["name"]}`];
  const managers = managedFields.map(({ manager }) => manager).filter((manager) => manager.startsWith("pulumi-kubernetes-"));
  return [...new Set(managers)].map((manager) => `${manager} ${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`);
}

function sorted(values: readonly string[]): readonly string[] {
  return [...values].sort();
}
