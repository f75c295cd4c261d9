import type { Deployment } from "kubernetes-types/apps/v1";
import type { Service } from "kubernetes-types/core/v1";
import { openLoadBalancerRecords } from "../../controllers/loadBalancers/records";
import type { LabHome } from "../../home";
import { connect, type KubernetesClient } from "../../kubernetes/client/client";
import type { ControlPlanes } from "../../kubernetes/controlPlane/controlPlane";

/** A Deployment behind a cluster's front door. */
export interface ExposedDeployment {
  readonly controlPlane: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  /** What it is to have at present. */
  readonly replicas: number;
  /** Of its Service. */
  readonly selector: Readonly<Record<string, string>>;
}

/** Asks a control plane, and hangs up. Undefined where there is none of that id. */
export async function askCluster<T>(
  controlPlanes: Pick<ControlPlanes, "find">,
  id: string,
  ask: (client: KubernetesClient) => Promise<T>,
): Promise<T | undefined> {
  const plane = controlPlanes.find(id);
  if (plane === undefined) return undefined;
  const client = connect({ endpoint: plane.endpoint, caCertificate: plane.caCertificate, token: plane.adminToken });
  try {
    return await ask(client);
  } finally {
    client.close();
  }
}

/** The Deployments behind the load balancers of these clusters: those whose pods their Services select. */
export async function exposedDeployments(
  home: LabHome,
  controlPlanes: Pick<ControlPlanes, "find">,
  clusters: readonly string[],
): Promise<readonly ExposedDeployment[]> {
  const balancers = openLoadBalancerRecords(home)
    .all()
    .filter(({ cluster }) => clusters.includes(cluster));
  const found = await Promise.all(
    balancers.map(({ controlPlane, cluster, namespace, service }) =>
      askCluster(controlPlanes, controlPlane, async (client) => {
        const { spec } = ((await client.get({ apiVersion: "v1", kind: "Service", namespace, name: service })) ?? {}) as Service;
        const selector = spec?.selector ?? {};
        const { items } = await client.list("apps/v1", "Deployment", { namespace });
        return items
          .filter((object) => selects(selector, (object as Deployment).spec?.template.metadata?.labels ?? {}))
          .map((object): ExposedDeployment => {
            const { metadata, spec: own } = object as Deployment;
            return { controlPlane, cluster, namespace, name: metadata?.name ?? "", replicas: own?.replicas ?? 1, selector };
          });
      }),
    ),
  );
  return found.flatMap((own) => own ?? []);
}

function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
