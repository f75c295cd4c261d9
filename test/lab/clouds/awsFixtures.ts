import type { Properties } from "../../../facts/properties/values";
import { text } from "../../../facts/properties/select";
import type { Managed, Session, TestLab } from "./harness";

export const groupType = "aws:eks/nodeGroup:NodeGroup";
export const labels = { "gateway-fleet/pool": "general", "gateway-fleet/capacity": "on-demand" };
export const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });

export function liveSize(lab: TestLab): number | undefined {
  return [...(lab.controlPlanes.nodes.get("usw2-1")?.values() ?? [])][0]?.size;
}

export function makeVpc(aws: Session, name = "vpc"): Promise<Managed> {
  return aws.create("aws:ec2/vpc:Vpc", name, { cidrBlock: "10.0.0.0/18" });
}

export function makeRole(aws: Session, name: string, assumeRolePolicy = trust): Promise<Managed> {
  return aws.create("aws:iam/role:Role", name, { name, assumeRolePolicy });
}

export async function makeSubnets(aws: Session, vpc: Managed, zones: readonly string[]): Promise<[Managed, ...Managed[]]> {
  const made: Managed[] = [];
  for (const [index, zone] of zones.entries()) {
    const inputs = { vpcId: vpc.id, cidrBlock: `10.0.${index * 16}.0/20`, availabilityZoneId: zone };
    made.push(await aws.create("aws:ec2/subnet:Subnet", `subnet-${index}`, inputs));
  }
  const [first, ...rest] = made;
  if (first === undefined) throw new TypeError("no zones");
  return [first, ...rest];
}

export async function makeNetwork(aws: Session) {
  const vpc = await makeVpc(aws);
  const gateway = await aws.create("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: vpc.id });
  const [subnet] = await makeSubnets(aws, vpc, ["usw2-az1"]);
  const address = await aws.create("aws:ec2/eip:Eip", "eip", {});
  const nat = await aws.create("aws:ec2/natGateway:NatGateway", "nat", { subnetId: subnet.id, allocationId: address.id });
  return { vpc, gateway, subnet, address, nat };
}

export function clusterInputs(role: Managed, subnets: readonly Managed[]): Properties {
  return {
    name: "usw2",
    roleArn: text(role.outputs, "arn"),
    version: "1.35",
    accessConfig: { authenticationMode: "API" },
    bootstrapSelfManagedAddons: false,
    vpcConfig: { subnetIds: subnets.map(({ id }) => id) },
  };
}

export async function makeCluster(aws: Session) {
  const [role, vpc] = [await makeRole(aws, "control"), await makeVpc(aws)];
  const gateway = await aws.create("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: vpc.id });
  const address = await aws.create("aws:ec2/eip:Eip", "eip", {});
  const subnets = await makeSubnets(aws, vpc, ["usw2-az1", "usw2-az2"]);
  const cluster = await aws.create("aws:eks/cluster:Cluster", "c", clusterInputs(role, subnets));
  return { role, vpc, gateway, address, subnets, cluster };
}

export async function makeNodeGroup(aws: Session, options: { readonly without?: readonly string[]; readonly create?: boolean } = {}) {
  const made = await makeCluster(aws);
  const addons = (addonName: string) => aws.create("aws:eks/addon:Addon", addonName, { clusterName: "usw2", addonName });
  for (const name of ["kube-proxy", "vpc-cni"]) if (!(options.without ?? []).includes(name)) await addons(name);
  const inputs = {
    clusterName: "usw2",
    nodeGroupNamePrefix: "usw2-general-",
    nodeRoleArn: text(made.role.outputs, "arn"),
    subnetIds: made.subnets.map(({ id }) => id),
    capacityType: "ON_DEMAND",
    instanceTypes: ["m7i.large"],
    scalingConfig: { minSize: 2, desiredSize: 3, maxSize: 10 },
    labels,
    taints: [{ key: "a", value: "b", effect: "NO_SCHEDULE" }],
  };
  const createGroup = (properties: Properties) => aws.create(groupType, "g", properties);
  if (options.create === false) return { ...made, addons, inputs, createGroup, group: made.cluster };
  return { ...made, addons, inputs, createGroup, group: await createGroup(inputs) };
}
