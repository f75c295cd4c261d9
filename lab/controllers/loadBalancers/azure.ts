import { text } from "../../../facts/properties/select";
import type { CloudResource } from "../../clouds/simulator/store";
import {
  inside,
  insideAddress,
  refused,
  type ControllerContext,
  type LoadBalancerController,
  type Plan,
  type ServiceFacts,
} from "./controller";

const internal = "service.beta.kubernetes.io/azure-load-balancer-internal";
const pipName = "service.beta.kubernetes.io/azure-pip-name";
const resourceGroupName = "service.beta.kubernetes.io/azure-load-balancer-resource-group";

/** Roles that may join a public address. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const joiningRoles = {
  "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
  Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
} as const;

/**
 * The Azure cloud provider, a part of every AKS cluster: binds a public address of a resource group that the cluster's identity may use.
 * @see https://learn.microsoft.com/azure/aks/static-ip
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
 */
export const azureCloudProvider: LoadBalancerController = {
  provider: "azure-native",
  clusterType: "azure-native:containerservice:ManagedCluster",
  component: "service-controller",
  finalizer: "service.kubernetes.io/load-balancer-cleanup",
  goesWithCluster: true,
  plan: (service, context) => (service.loadBalancerClass === undefined ? planBinding(service, context) : undefined),
  isOperational: () => Promise.resolve({ kind: "operational" }),
};

function planBinding(service: ServiceFacts, context: ControllerContext): Plan {
  if (service.annotations[internal] === "true") return inside({ ip: insideAddress(service, context) });
  const name = service.annotations[pipName];
  if (name === undefined)
    return failed(`the lab binds existing public addresses only; set ${pipName} (lab/controllers/loadBalancers/azure.ts)`);
  const { cluster, cloud } = context;
  const group = service.annotations[resourceGroupName] ?? text(cluster.outputs, "nodeResourceGroup");

  const denied = denial(context, group);
  if (denied !== undefined) return failed(denied);
  const address = cloud
    .byType("azure-native:network:PublicIPAddress")
    .find(({ id }) => sameGroup(id, group) && id.split("/").at(-1)?.toLowerCase() === name.toLowerCase());
  if (address === undefined)
    return failed(`findMatchedPIP: cannot find public IP with name ${JSON.stringify(name)} in resource group ${JSON.stringify(group)}`);

  const facts = { ...address.inputs, ...address.outputs };
  if (text(facts, "sku.name") !== "Standard") {
    return failed(`PublicIPAndLBSkuDoNotMatch: Standard sku load balancer cannot reference Basic sku publicIP ${address.id}`);
  }
  if (location(address) !== location(cluster))
    return failed(`InvalidResourceReference: public address ${address.id} is in ${location(address)}, the cluster in ${location(cluster)}`);
  const ip = text(facts, "ipAddress");
  const holder = context.holderOf(ip);
  if (holder !== undefined) return failed(`PublicIPAddressInUse: Resource ${address.id} is already in use by ${holder}`);
  return { kind: "bound", addresses: [{ address: ip, zone: "regional" }], ingress: [{ ip }] };
}

/** Undefined where the cluster's identity may use the group's addresses. In its own node resource group it always may. */
function denial({ cluster, cloud }: ControllerContext, group: string): string | undefined {
  if (group.toLowerCase() === text(cluster.outputs, "nodeResourceGroup").toLowerCase()) return undefined;
  const identities = principals({ cluster, cloud });
  const allowed = cloud.byType("azure-native:authorization:RoleAssignment").some(({ inputs, outputs }) => {
    const facts = { ...inputs, ...outputs };
    const role = text(facts, "roleDefinitionId").split("/").at(-1)?.toLowerCase() ?? "";
    return (
      identities.includes(text(facts, "principalId")) &&
      Object.values<string>(joiningRoles).includes(role) &&
      covers(text(facts, "scope"), group)
    );
  });
  if (allowed) return undefined;
  return (
    `AuthorizationFailed: The client '${identities[0] ?? "of the cluster"}' does not have authorization to perform action ` +
    `'Microsoft.Network/publicIPAddresses/read' over scope resource group '${group}'; give the cluster's identity Network Contributor on it`
  );
}

function principals({ cluster, cloud }: Pick<ControllerContext, "cluster" | "cloud">): readonly string[] {
  const facts = { ...cluster.inputs, ...cluster.outputs };
  const own = text(facts, "identity.principalId");
  const assigned = JSON.stringify(facts["identity"] ?? {}).toLowerCase();
  const identities = cloud
    .byType("azure-native:managedidentity:UserAssignedIdentity")
    .filter(({ id }) => assigned.includes(`"${id.toLowerCase()}"`));
  return [own, ...identities.map(({ outputs }) => text(outputs, "principalId"))].filter((id) => id !== "");
}

/** A role on a subscription or a group holds for everything inside. */
function covers(scope: string, group: string): boolean {
  const parts = scope.toLowerCase().split("/");
  const named = parts.indexOf("resourcegroups");
  return scope !== "" && (named < 0 || (parts[named + 1] === group.toLowerCase() && parts.length === named + 2));
}

function sameGroup(id: string, group: string): boolean {
  return id.toLowerCase().includes(`/resourcegroups/${group.toLowerCase()}/`);
}

function location({ inputs, outputs }: CloudResource): string {
  return text({ ...inputs, ...outputs }, "location")
    .toLowerCase()
    .replaceAll(" ", "");
}

function failed(cause: string): Plan {
  return refused("SyncLoadBalancerFailed", `Error syncing load balancer: failed to ensure load balancer: ${cause}`);
}
