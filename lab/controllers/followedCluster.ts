import { setTimeout as sleep } from "node:timers/promises";
import type { Service } from "kubernetes-types/core/v1";
import type { EndpointSlice } from "kubernetes-types/discovery/v1";
import { connect, type KubernetesClient } from "../kubernetes/client/client";
import type { ControlPlane } from "../kubernetes/controlPlane/controlPlane";
import type { KubernetesObject } from "../kubernetes/client/objects";

/** What a cluster's API server last said of its Services; it keeps saying so while the server is away. */
export interface FollowedCluster {
  readonly plane: ControlPlane;
  readonly client: KubernetesClient;
  services(): readonly Service[];
  /** Names of pods that are ready behind a Service. */
  readyPods(namespace: string, service: string): readonly string[];
  stop(): void;
}

const retryMs = 1_000;

/** @param changed called after every change */
export function followCluster(plane: ControlPlane, changed: () => void): FollowedCluster {
  const client = connect({ endpoint: plane.endpoint, caCertificate: plane.caCertificate, token: plane.adminToken });
  const stopping = new AbortController();
  const services = new Map<string, KubernetesObject>();
  const slices = new Map<string, KubernetesObject>();
  void follow(client, { apiVersion: "v1", kind: "Service" }, services, changed, stopping.signal);
  void follow(client, { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" }, slices, changed, stopping.signal);

  return {
    plane,
    client,
    services: () => [...services.values()].map((object) => object as Service),
    readyPods: (namespace, service) => {
      const own = [...slices.values()].filter(
        ({ metadata }) => metadata.namespace === namespace && metadata.labels?.["kubernetes.io/service-name"] === service,
      );
      return own.flatMap((object) => ready(object as unknown as EndpointSlice)).sort();
    },
    stop() {
      stopping.abort();
      client.close();
    },
  };
}

function ready({ endpoints }: EndpointSlice): readonly string[] {
  return (endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .map(({ targetRef, addresses }) => targetRef?.name ?? addresses[0] ?? "");
}

/** Keeps `objects` as the server has them, over outages of any length. A server that is starting may refuse for a moment what it allows later. */
async function follow(
  client: KubernetesClient,
  kind: Kind,
  objects: Map<string, KubernetesObject>,
  changed: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await forget(client, kind, objects);
      for await (const { type, object } of client.watch(kind.apiVersion, kind.kind, { signal })) {
        if (type === "BOOKMARK") continue;
        if (type === "DELETED") objects.delete(uidOf(object));
        else objects.set(uidOf(object), object);
        changed();
      }
    } catch {
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What was deleted while nobody watched. */
async function forget(client: KubernetesClient, { apiVersion, kind }: Kind, objects: Map<string, KubernetesObject>): Promise<void> {
  if (objects.size === 0) return;
  const present = new Set((await client.list(apiVersion, kind)).items.map(uidOf));
  for (const uid of [...objects.keys()]) if (!present.has(uid)) objects.delete(uid);
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

function uidOf({ metadata }: KubernetesObject): string {
  return metadata.uid ?? "";
}
