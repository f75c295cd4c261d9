import assert from "node:assert/strict";
import type { CloudResource } from "../../../lab/clouds/simulator/store";
import { awsLoadBalancerController } from "../../../lab/controllers/loadBalancers/aws";
import { azureCloudProvider } from "../../../lab/controllers/loadBalancers/azure";
import type { ControllerContext, LoadBalancerController, Plan, ServiceFacts } from "../../../lab/controllers/loadBalancers/controller";
import { gkeLoadBalancerController } from "../../../lab/controllers/loadBalancers/gcp";
import { connect, type KubernetesClient } from "../../../lab/kubernetes/client/client";
import type { Properties } from "../../../facts/properties/values";

describe("the AWS Load Balancer Controller", () => {
  const aws = (annotations: Record<string, string>): ServiceFacts =>
    service("service.k8s.aws/nlb", { [lbc("scheme")]: "internet-facing", ...annotations });
  const bound = aws({
    [lbc("eip-allocations")]: "eipalloc-a, eipalloc-b",
    [lbc("subnets")]: "subnet-a,subnet-b",
    [lbc("name")]: "prod-gateway",
  });

  it("pairs elastic IPs and subnets by position, and answers with a host name", () => {
    const plan = planOf(awsLoadBalancerController, bound, awsContents);
    assert.equal(plan?.kind, "bound");
    if (plan?.kind !== "bound") return;
    assert.deepEqual(plan.addresses, [
      { address: "127.1.0.1", zone: "usw2-az1" },
      { address: "127.1.0.2", zone: "usw2-az2" },
    ]);
    assert.match(JSON.stringify(plan.ingress), /"hostname":"prod-gateway-[0-9a-f]{16}\.elb\.us-west-2\.amazonaws\.com"/);
  });

  it("leaves Services of other classes alone", () => {
    assert.equal(planOf(awsLoadBalancerController, service(undefined, {}), awsContents), undefined);
    assert.equal(planOf(awsLoadBalancerController, service("example.com/other", {}), awsContents), undefined);
  });

  it("refuses what AWS refuses, in the controller's words", () => {
    const refusal = (facts: ServiceFacts, holder?: string): string =>
      message(planOf(awsLoadBalancerController, facts, awsContents, holder));
    const both = { [lbc("eip-allocations")]: "eipalloc-a", [lbc("subnets")]: "subnet-a" };
    assert.match(
      refusal(aws({ ...both, [lbc("subnets")]: "subnet-a,subnet-b" })),
      /count of EIP allocations \(1\) and subnets \(2\) must match/,
    );
    assert.match(
      refusal(aws({ ...both, [lbc("scheme")]: "internal" })),
      /EIP allocations can only be set for internet facing load balancers/,
    );
    assert.match(refusal(aws({ ...both, [lbc("eip-allocations")]: "eipalloc-x" })), /AllocationIdNotFound.*eipalloc-x/);
    assert.match(refusal(aws({ ...both, [lbc("eip-allocations")]: "eipalloc-nat" })), /eipalloc-nat.*nat-1 has it/);
    assert.match(refusal(aws({ ...both, [lbc("subnets")]: "subnet-elsewhere" })), /InvalidSubnetID\.NotFound: .*subnet-elsewhere/);
    assert.match(
      refusal(aws({ [lbc("eip-allocations")]: "eipalloc-a,eipalloc-b", [lbc("subnets")]: "subnet-a,subnet-a2" })),
      /same Availability Zone usw2-az1/,
    );
    assert.match(refusal(aws(both), "west-1/web/gateway"), /eipalloc-a.*west-1\/web\/gateway has it/);
  });
});

describe("an internal load balancer", () => {
  it("has an address that stays, and answers nobody outside", () => {
    const internals = [
      [awsLoadBalancerController, service("service.k8s.aws/nlb", { [lbc("scheme")]: "internal" }), awsContents],
      [azureCloudProvider, service(undefined, { [azure("azure-load-balancer-internal")]: "true" }), azureContents],
      [gkeLoadBalancerController, service(undefined, { "networking.gke.io/load-balancer-type": "Internal" }), gcpContents],
    ] as const;
    for (const [controller, facts, contents] of internals) {
      const plan = planOf(controller, facts, contents);
      assert.equal(plan?.kind, "bound", controller.provider);
      if (plan?.kind !== "bound") return;
      assert.deepEqual(plan.addresses, []);
      assert.match(JSON.stringify(plan.ingress), /"ip":"10\.255\.|"hostname":"k8s-web-/);
      assert.deepEqual(planOf(controller, facts, contents), plan);
    }
  });
});

describe("the Azure cloud provider", () => {
  const binding = { [azure("azure-pip-name")]: "gateway", [azure("azure-load-balancer-resource-group")]: "fleet" };

  it("binds a public address of a group that the cluster's identity may use", () => {
    const plan = planOf(azureCloudProvider, service(undefined, binding), azureContents);
    assert.deepEqual(plan, { kind: "bound", addresses: [{ address: "127.2.0.1", zone: "regional" }], ingress: [{ ip: "127.2.0.1" }] });
  });

  it("refuses without the role assignment, naming the identity and the group", () => {
    const without = azureContents.filter(({ type }) => type !== "azure-native:authorization:RoleAssignment");
    assert.match(
      message(planOf(azureCloudProvider, service(undefined, binding), without)),
      /AuthorizationFailed: The client 'identity-1' .* resource group 'fleet'/,
    );
    const elsewhere = without.concat(roleAssignment("/subscriptions/s/resourceGroups/other"));
    assert.match(message(planOf(azureCloudProvider, service(undefined, binding), elsewhere)), /AuthorizationFailed/);
    const above = without.concat(roleAssignment("/subscriptions/s"));
    assert.equal(planOf(azureCloudProvider, service(undefined, binding), above)?.kind, "bound");
  });

  it("refuses an address that does not exist, lies in another region or is in use", () => {
    const refusal = (annotations: Record<string, string>, holder?: string): string =>
      message(planOf(azureCloudProvider, service(undefined, annotations), azureContents, holder));
    assert.match(
      refusal({ ...binding, [azure("azure-pip-name")]: "nothing" }),
      /cannot find public IP with name "nothing" in resource group "fleet"/,
    );
    assert.match(refusal({ ...binding, [azure("azure-pip-name")]: "far" }), /is in eastus, the cluster in westus2/);
    assert.match(refusal(binding, "az-1/web/gateway"), /PublicIPAddressInUse.*az-1\/web\/gateway/);
  });
});

describe("the GKE load balancer controller", () => {
  const binding = { "networking.gke.io/load-balancer-ip-addresses": "gateway" };
  const external = "networking.gke.io/l4-regional-external";

  it("binds a reserved address of the cluster's region by its name", () => {
    const plan = planOf(gkeLoadBalancerController, service(external, binding), gcpContents);
    assert.deepEqual(plan, { kind: "bound", addresses: [{ address: "127.3.0.1", zone: "regional" }], ingress: [{ ip: "127.3.0.1" }] });
  });

  it("takes the annotation for backend services in place of the class", () => {
    assert.equal(
      planOf(gkeLoadBalancerController, service(undefined, { ...binding, "cloud.google.com/l4-rbs": "enabled" }), gcpContents)?.kind,
      "bound",
    );
    assert.match(
      message(planOf(gkeLoadBalancerController, service(undefined, binding), gcpContents)),
      /set loadBalancerClass networking\.gke\.io\/l4-regional-external/,
    );
  });

  it("refuses an address of another region or tier, or one in use", () => {
    const refusal = (annotations: Record<string, string>, holder?: string): string =>
      message(planOf(gkeLoadBalancerController, service(external, annotations), gcpContents, holder));
    assert.match(refusal({ "networking.gke.io/load-balancer-ip-addresses": "far" }), /'regions\/us-west1\/addresses\/far' was not found/);
    assert.match(refusal({ ...binding, "cloud.google.com/network-tier": "Standard" }), /Network tier mismatch: address gateway is PREMIUM/);
    assert.match(refusal(binding, "gcp-1/web/gateway"), /IP_IN_USE_BY_ANOTHER_RESOURCE.*127\.3\.0\.1.*gcp-1\/web\/gateway/);
  });
});

function planOf(
  controller: LoadBalancerController,
  facts: ServiceFacts,
  contents: readonly CloudResource[],
  holder?: string,
): Plan | undefined {
  const cluster = contents.find(({ type }) => type === controller.clusterType);
  assert.ok(cluster !== undefined);
  const context: ControllerContext = {
    plane: { id: "c-1", cluster: "c", endpoint: nowhere, caCertificate: "", adminToken: "", kubeconfig: "" },
    client: unused,
    cluster,
    cloud: { byType: (type) => contents.filter((resource) => resource.type === type) },
    holderOf: () => holder,
  };
  return controller.plan(facts, context);
}

const nowhere = "https://127.0.0.1:1";
/** Plans are made of what the cloud holds alone. */
const unused: KubernetesClient = connect({ endpoint: nowhere, caCertificate: "", token: "" });

function message(plan: Plan | undefined): string {
  return plan?.kind === "refused" ? plan.message : `not refused: ${JSON.stringify(plan)}`;
}

function service(loadBalancerClass: string | undefined, annotations: Readonly<Record<string, string>>): ServiceFacts {
  return { namespace: "web", name: "gateway", annotations, loadBalancerClass };
}

function lbc(key: string): string {
  return `service.beta.kubernetes.io/aws-load-balancer-${key}`;
}

function azure(key: string): string {
  return `service.beta.kubernetes.io/${key}`;
}

function resource(type: string, id: string, inputs: Properties, outputs: Properties = {}): CloudResource {
  return { type, id, urn: "", inputs, outputs, hidden: {} };
}

function roleAssignment(scope: string): CloudResource {
  const roleDefinitionId = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7";
  return resource("azure-native:authorization:RoleAssignment", scope, { principalId: "identity-1", scope, roleDefinitionId });
}

function subnet(id: string, zone: string, vpcId = "vpc-1"): CloudResource {
  return resource("aws:ec2/subnet:Subnet", id, { vpcId }, { availabilityZoneId: zone });
}

function elasticIp(id: string, publicIp: string): CloudResource {
  return resource("aws:ec2/eip:Eip", id, {}, { allocationId: id, publicIp });
}

const awsContents: readonly CloudResource[] = [
  resource("aws:eks/cluster:Cluster", "c", {}, { arn: "arn:aws:eks:us-west-2:111111111111:cluster/c", vpcConfig: { vpcId: "vpc-1" } }),
  subnet("subnet-a", "usw2-az1"),
  subnet("subnet-a2", "usw2-az1"),
  subnet("subnet-b", "usw2-az2"),
  subnet("subnet-elsewhere", "usw2-az3", "vpc-2"),
  elasticIp("eipalloc-a", "127.1.0.1"),
  elasticIp("eipalloc-b", "127.1.0.2"),
  elasticIp("eipalloc-nat", "127.1.0.3"),
  resource("aws:ec2/natGateway:NatGateway", "nat-1", { allocationId: "eipalloc-nat" }),
];

function publicAddress(name: string, location: string, ipAddress: string): CloudResource {
  const id = `/subscriptions/s/resourceGroups/fleet/providers/Microsoft.Network/publicIPAddresses/${name}`;
  return resource("azure-native:network:PublicIPAddress", id, { location, sku: { name: "Standard" } }, { name, ipAddress });
}

const azureContents: readonly CloudResource[] = [
  resource(
    "azure-native:containerservice:ManagedCluster",
    "c",
    { location: "westus2" },
    { nodeResourceGroup: "nodes", identity: { principalId: "identity-1" } },
  ),
  publicAddress("gateway", "West US 2", "127.2.0.1"),
  publicAddress("far", "eastus", "127.2.0.2"),
  roleAssignment("/subscriptions/s/resourceGroups/fleet"),
];

function address(name: string, region: string, ip: string): CloudResource {
  return resource(
    "gcp:compute/address:Address",
    `projects/p/regions/${region}/addresses/${name}`,
    { name, region, addressType: "EXTERNAL" },
    { address: ip },
  );
}

const gcpContents: readonly CloudResource[] = [
  resource("gcp:container/cluster:Cluster", "c", { location: "us-west1" }),
  address("gateway", "us-west1", "127.3.0.1"),
  address("far", "us-central1", "127.3.0.2"),
];
