import { CloudError } from "../../../provider/backend";
import { awsId, digitsOf } from "../../shared/ids";
import type { Draft, ResourceModel } from "../../simulator/model";
import { flag, text, texts } from "../../../../facts/properties/select";
import { arn, owner, randomId } from "../common";

const vpcType = "aws:ec2/vpc:Vpc";
const subnetType = "aws:ec2/subnet:Subnet";

export const vpcEndpoint: ResourceModel = {
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  refs: [
    { path: "vpcId", to: [{ type: vpcType, output: "id" }] },
    { path: "subnetIds[*]", to: [{ type: subnetType, output: "id" }] },
    { path: "routeTableIds[*]", to: [{ type: "aws:ec2/routeTable:RouteTable", output: "id" }] },
    { path: "securityGroupIds[*]", to: [{ type: "aws:ec2/securityGroup:SecurityGroup", output: "id" }] },
  ],
  admit(draft) {
    const service = text(draft.inputs, "serviceName");
    if (service !== "" && !service.startsWith(`com.amazonaws.${draft.account.region}.`))
      throw new CloudError(`InvalidServiceName: The Vpc Endpoint Service '${service}' does not exist in ${draft.account.region}`);
    refuseSubnets(draft);
    refusePrivateDns(draft);
  },
  admitUpdate: refuseSubnets,
  provision: () => ({ id: awsId("vpce") }),
  id: randomId,
  outputs: {
    arn: arn("vpc-endpoint"),
    ownerId: owner,
    state: () => "available",
    prefixListId: ({ inputs, id }) => (text(inputs, "vpcEndpointType") === "Gateway" ? `pl-${digitsOf(id, 8)}` : undefined),
    networkInterfaceIds: ({ inputs, id }) => texts(inputs, "subnetIds[*]").map((subnet) => `eni-${digitsOf(`${id}${subnet}`, 17)}`),
  },
};

function refuseSubnets({ inputs, cloud }: Draft): void {
  const subnets = texts(inputs, "subnetIds[*]").flatMap((id) => cloud.get(subnetType, id) ?? []);
  const stranger = subnets.find((subnet) => text(subnet.inputs, "vpcId") !== text(inputs, "vpcId"));
  if (stranger !== undefined) throw new CloudError(`InvalidParameter: the subnet ${stranger.id} is not in ${text(inputs, "vpcId")}`);
  const zones = subnets.map(({ outputs }) => text(outputs, "availabilityZoneId"));
  const twice = zones.find((zone, index) => zones.indexOf(zone) !== index);
  if (twice !== undefined) throw new CloudError(`DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the zone ${twice}`);
}

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#private-dns */
function refusePrivateDns({ inputs, cloud }: Draft): void {
  if (flag(inputs, "privateDnsEnabled") !== true) return;
  const [network, service] = [text(inputs, "vpcId"), text(inputs, "serviceName")];
  const vpc = cloud.get(vpcType, network)?.inputs ?? {};
  if (flag(vpc, "enableDnsSupport") !== true || flag(vpc, "enableDnsHostnames") !== true)
    throw new CloudError(
      "InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true",
    );
  const same = cloud
    .byType(vpcEndpoint.type)
    .find(
      (other) =>
        text(other.inputs, "vpcId") === network &&
        text(other.inputs, "serviceName") === service &&
        flag(other.inputs, "privateDnsEnabled") === true,
    );
  if (same !== undefined)
    throw new CloudError(
      `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service} in the VPC ${network} (${same.id})`,
    );
}
