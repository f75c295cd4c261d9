import { CloudError } from "../../../provider/backend";
import { awsId } from "../../shared/ids";
import type { ResourceModel } from "../../simulator/model";
import { named, usersOf } from "../../shared/users";
import { text } from "../../../../facts/properties/select";
import { arn, hidden, randomId } from "../common";

const eip: ResourceModel = {
  type: "aws:ec2/eip:Eip",
  provision: ({ cloud }) => ({ id: awsId("eipalloc"), address: cloud.allocateAddress() }),
  id: randomId,
  outputs: {
    arn: arn("elastic-ip"),
    allocationId: ({ id }) => id,
    publicIp: hidden("address"),
    publicDns: ({ hidden: facts, account }) => `ec2-${text(facts, "address").replaceAll(".", "-")}.${account.region}.compute.amazonaws.com`,
  },
  deleteBlockedBy(subject) {
    const address = text(subject.hidden, "address");
    const gateways = usersOf(subject, [subject.id], [{ type: "aws:ec2/natGateway:NatGateway", path: "allocationId" }]);
    const balancers = subject.cloud.loadBalancers().filter(({ addresses }) => addresses.includes(address));
    const users = [
      ...(gateways.length === 0 ? [] : [named(gateways)]),
      ...balancers.map(({ id, cluster }) => `the load balancer ${id} of cluster ${cluster}`),
    ];
    return users.map((user) => `InvalidIPAddress.InUse: Address ${address} (${subject.id}) is in use by ${user}`);
  },
};

const natGateway: ResourceModel = {
  type: "aws:ec2/natGateway:NatGateway",
  seconds: { create: 105, delete: 58 },
  refs: [
    { path: "subnetId", to: [{ type: "aws:ec2/subnet:Subnet", output: "id" }] },
    { path: "allocationId", to: [{ type: eip.type, output: "id" }] },
  ],
  admit(draft) {
    const allocation = text(draft.inputs, "allocationId");
    const [taken] = usersOf(draft, [allocation], [{ type: natGateway.type, path: "allocationId" }]);
    if (taken !== undefined)
      throw new CloudError(`Resource.AlreadyAssociated: Elastic IP address [${allocation}] is already associated with ${taken.id}`);
  },
  provision: () => ({ id: awsId("nat"), interface: awsId("eni"), association: awsId("eipassoc") }),
  id: randomId,
  outputs: {
    networkInterfaceId: hidden("interface"),
    associationId: hidden("association"),
    publicIp: ({ inputs, cloud }) => text(cloud.get(eip.type, text(inputs, "allocationId"))?.outputs ?? {}, "publicIp"),
  },
};

export const addresses: readonly ResourceModel[] = [eip, natGateway];
