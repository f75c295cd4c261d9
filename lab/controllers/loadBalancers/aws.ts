import { createHash } from "node:crypto";
import type { Deployment } from "kubernetes-types/apps/v1";
import { text } from "../../../facts/properties/select";
import {
  inside,
  refused,
  type ControllerContext,
  type LoadBalancerController,
  type Operation,
  type Plan,
  type ServiceFacts,
} from "./controller";

const appName = "aws-load-balancer-controller";
const loadBalancerClass = "service.k8s.aws/nlb";
const prefix = "service.beta.kubernetes.io/aws-load-balancer-";

/**
 * AWS Load Balancer Controller: a network load balancer with an elastic IP per subnet, or an internal one. It is a workload of the cluster, so it acts only
 * while its Deployment is available and its service account has a role.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
export const awsLoadBalancerController: LoadBalancerController = {
  provider: "aws",
  clusterType: "aws:eks/cluster:Cluster",
  component: "service",
  finalizer: "service.k8s.aws/resources",
  goesWithCluster: false,
  plan: (service, context) => (service.loadBalancerClass === loadBalancerClass ? planBinding(service, context) : undefined),
  isOperational,
};

async function isOperational({ client, cloud, cluster }: ControllerContext): Promise<Operation> {
  const { items } = await client.list("apps/v1", "Deployment", {
    namespace: "kube-system",
    labelSelector: `app.kubernetes.io/name=${appName}`,
  });
  const running = items
    .map((item) => item as Deployment)
    .find(({ status }) => status?.conditions?.some(({ type, status: value }) => type === "Available" && value === "True"));
  if (running === undefined) return { kind: "absent" };
  const account = running.spec?.template.spec?.serviceAccountName ?? "default";
  const isAssociated = cloud
    .byType("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    .some(
      ({ inputs }) =>
        text(inputs, "clusterName") === cluster.id &&
        text(inputs, "namespace") === "kube-system" &&
        text(inputs, "serviceAccount") === account,
    );
  if (isAssociated) return { kind: "operational" };
  return refused(
    "FailedDeployModel",
    `Failed deploy model due to no EC2 IMDS role found: service account kube-system/${account} has no pod identity association in cluster ${cluster.id}`,
  );
}

function planBinding(service: ServiceFacts, context: ControllerContext): Plan {
  const allocationIds = list(service, "eip-allocations");
  const subnetIds = list(service, "subnets");
  if (allocationIds.length === 0 && service.annotations[`${prefix}scheme`] === "internal")
    return inside({ hostname: hostname(service, context) });
  if (allocationIds.length === 0) {
    return notBuilt(
      `the lab makes network load balancers with elastic IPs only; set ${prefix}eip-allocations (lab/controllers/loadBalancers/aws.ts)`,
    );
  }
  if (service.annotations[`${prefix}scheme`] !== "internet-facing")
    return notBuilt("EIP allocations can only be set for internet facing load balancers");
  if (allocationIds.length !== subnetIds.length)
    return notBuilt(`count of EIP allocations (${allocationIds.length}) and subnets (${subnetIds.length}) must match`);

  const network = text(context.cluster.outputs, "vpcConfig.vpcId");
  const subnets = context.cloud
    .byType("aws:ec2/subnet:Subnet")
    .filter(({ outputs, inputs }) => text({ ...inputs, ...outputs }, "vpcId") === network);
  const elasticIps = context.cloud.byType("aws:ec2/eip:Eip");
  const gateways = context.cloud.byType("aws:ec2/natGateway:NatGateway");
  const addresses: { address: string; zone: string }[] = [];
  for (const [index, subnetId] of subnetIds.entries()) {
    const allocationId = allocationIds[index] ?? "";
    const subnet = subnets.find(({ id }) => id === subnetId);
    if (subnet === undefined) return notBuilt(`InvalidSubnetID.NotFound: The subnet ID '${subnetId}' does not exist in ${network}`);
    const elasticIp = elasticIps.find(({ outputs }) => text(outputs, "allocationId") === allocationId);
    if (elasticIp === undefined) return notDeployed(`AllocationIdNotFound: The allocation IDs '${allocationId}' are not available for use`);
    const address = text(elasticIp.outputs, "publicIp");
    const holder = gateways.find(({ inputs }) => text(inputs, "allocationId") === allocationId)?.id ?? context.holderOf(address);
    if (holder !== undefined)
      return notDeployed(`ResourceInUse: The allocation IDs '${allocationId}' are not available for use: ${holder} has it`);
    addresses.push({ address, zone: text({ ...subnet.inputs, ...subnet.outputs }, "availabilityZoneId") });
  }
  const repeated = addresses.find(({ zone }, index) => addresses.findIndex((other) => other.zone === zone) !== index);
  if (repeated !== undefined) return notBuilt(`multiple subnets in same Availability Zone ${repeated.zone}: [${subnetIds.join(" ")}]`);
  return { kind: "bound", addresses, ingress: [{ hostname: hostname(service, context) }] };
}

/** Names of network load balancers end in 16 hexadecimal digits of their own. */
function hostname(service: ServiceFacts, { plane, cluster }: ControllerContext): string {
  const digits = createHash("sha256").update(`${plane.id}/${service.namespace}/${service.name}`).digest("hex");
  const name =
    service.annotations[`${prefix}name`] ?? `k8s-${service.namespace.slice(0, 8)}-${service.name.slice(0, 8)}-${digits.slice(16, 26)}`;
  const [, , , region = ""] = text(cluster.outputs, "arn").split(":");
  return `${name}-${digits.slice(0, 16)}.elb.${region}.amazonaws.com`;
}

function list({ annotations }: ServiceFacts, key: string): readonly string[] {
  return (annotations[`${prefix}${key}`] ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function notBuilt(cause: string): Plan {
  return refused("FailedBuildModel", `Failed build model due to ${cause}`);
}

function notDeployed(cause: string): Plan {
  return refused("FailedDeployModel", `Failed deploy model due to ${cause}`);
}
