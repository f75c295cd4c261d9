import { createHash } from "node:crypto";
import type { Service } from "kubernetes-types/core/v1";
import type { CloudResource, CloudStore } from "../clouds/simulator/store";
import type { FollowedCluster } from "./followedCluster";
import { recordOf, recordId, type LoadBalancerRecords } from "./loadBalancers/records";
import { unlessPassing } from "./passing";
import type { Binding, ControllerContext, LoadBalancerController, Refusal, ServiceFacts } from "./loadBalancers/controller";

export interface ServiceControllerOptions {
  readonly cluster: FollowedCluster;
  readonly controller: LoadBalancerController;
  /** The cluster in its cloud. */
  readonly resource: CloudResource;
  readonly cloud: Pick<CloudStore, "byType">;
  readonly records: LoadBalancerRecords;
  /** Whether the cloud's API answers. */
  readonly isCloudUp: () => boolean;
  /** What was already told, by Service: an event is recorded once. */
  readonly told: Map<string, string>;
}

/**
 * Brings a cluster's load balancers in line with its Services: finalizer, then load balancer, then status; in a deletion the other way round.
 * Every step can be repeated.
 * @returns whether something is left to do later
 */
export async function settleServices(options: ServiceControllerOptions): Promise<boolean> {
  const { cluster, controller, records } = options;
  const concerned = cluster.services().filter((service) => isConcerned(service, controller, records.has(idOf(cluster, service))));
  const context = contextOf(options);
  const open = concerned.filter((service) => !isSettled(options, service));
  if (open.length === 0) return false;

  const operation = await options.controller.isOperational(context);
  for (const service of open) {
    if (!options.isCloudUp()) return true;
    if (operation.kind === "absent") continue;
    if (operation.kind === "refused") await tell(options, service, operation);
    else if (wantsLoadBalancer(service)) await establish(options, context, service);
    else await dismantle(options, service);
  }
  return true;
}

async function establish(options: ServiceControllerOptions, context: ControllerContext, service: Service): Promise<void> {
  const facts = factsOf(service);
  const id = idOf(options.cluster, service);
  const plan = options.controller.plan(facts, { ...context, holderOf: (address) => options.records.holderOf(address, id) });
  if (plan === undefined) return;
  if (plan.kind === "refused") return tell(options, service, plan);
  await addFinalizer(options, service);
  options.records.put(
    recordOf(id, { provider: options.controller.provider, cluster: options.cluster.plane.cluster, service: facts, binding: plan }),
  );
  await writeIngress(options, service, plan.ingress);
  options.told.delete(id);
}

async function dismantle(options: ServiceControllerOptions, service: Service): Promise<void> {
  const id = idOf(options.cluster, service);
  options.records.delete(id);
  options.told.delete(id);
  if (service.metadata?.deletionTimestamp === undefined) await writeIngress(options, service, []);
  const finalizers = service.metadata?.finalizers ?? [];
  if (!finalizers.includes(options.controller.finalizer)) return;
  await patchMetadata(options, service, { finalizers: finalizers.filter((finalizer) => finalizer !== options.controller.finalizer) });
}

async function addFinalizer(options: ServiceControllerOptions, service: Service): Promise<void> {
  const finalizers = service.metadata?.finalizers ?? [];
  if (finalizers.includes(options.controller.finalizer)) return;
  await patchMetadata(options, service, { finalizers: [...finalizers, options.controller.finalizer] });
}

/** With the version that was looked at: a finalizer that another one has added meanwhile is not lost. */
async function patchMetadata({ cluster }: ServiceControllerOptions, service: Service, metadata: object): Promise<void> {
  const resourceVersion = service.metadata?.resourceVersion;
  await unlessPassing(cluster.client.mergePatch(refTo(service), { metadata: { ...metadata, resourceVersion } }));
}

async function writeIngress({ cluster }: ServiceControllerOptions, service: Service, ingress: Binding["ingress"]): Promise<void> {
  await unlessPassing(
    cluster.client.patchStatus(refTo(service), { status: { loadBalancer: { ingress: ingress.length === 0 ? null : ingress } } }),
  );
}

/** As an event on the Service, where `kubectl describe` and the provider's diagnosis find it. */
async function tell(options: ServiceControllerOptions, service: Service, { reason, message }: Refusal): Promise<void> {
  const id = idOf(options.cluster, service);
  if (options.told.get(id) === message) return;
  const { namespace, name } = factsOf(service);
  const { component } = options.controller;
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const digest = createHash("sha256")
    .update(`${service.metadata?.uid ?? ""} ${message}`)
    .digest("hex")
    .slice(0, 16);
  await unlessPassing(
    options.cluster.client.apply(
      {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: `${name}.${digest}`, namespace },
        type: "Warning",
        reason,
        message,
        involvedObject: { apiVersion: "v1", kind: "Service", namespace, name, uid: service.metadata?.uid },
        source: { component },
        reportingComponent: component,
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      },
      { fieldManager: component, force: true },
    ),
  );
  options.told.set(id, message);
}

function isConcerned(service: Service, controller: LoadBalancerController, hasRecord: boolean): boolean {
  return service.spec?.type === "LoadBalancer" || hasRecord || hasFinalizer(service, controller);
}

/** Nothing to do: bound as it says, or let go. */
function isSettled({ cluster, controller, records }: ServiceControllerOptions, service: Service): boolean {
  const id = idOf(cluster, service);
  if (!wantsLoadBalancer(service)) return !records.has(id) && !hasFinalizer(service, controller);
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  return records.isCurrent(id, factsOf(service)) && hasFinalizer(service, controller) && ingress.length > 0;
}

function wantsLoadBalancer({ metadata, spec }: Service): boolean {
  return spec?.type === "LoadBalancer" && metadata?.deletionTimestamp === undefined;
}

function hasFinalizer(service: Service, { finalizer }: LoadBalancerController): boolean {
  return service.metadata?.finalizers?.includes(finalizer) ?? false;
}

function contextOf({ cluster, resource, cloud, records }: ServiceControllerOptions): ControllerContext {
  return { plane: cluster.plane, client: cluster.client, cluster: resource, cloud, holderOf: (address) => records.holderOf(address, "") };
}

function factsOf({ metadata, spec }: Service): ServiceFacts {
  return {
    namespace: metadata?.namespace ?? "default",
    name: metadata?.name ?? "",
    annotations: metadata?.annotations ?? {},
    loadBalancerClass: spec?.loadBalancerClass,
  };
}

function idOf({ plane }: FollowedCluster, service: Service): string {
  const { namespace, name } = factsOf(service);
  return recordId(plane.id, namespace, name);
}

function refTo(service: Service): { apiVersion: string; kind: string; namespace: string; name: string } {
  const { namespace, name } = factsOf(service);
  return { apiVersion: "v1", kind: "Service", namespace, name };
}
