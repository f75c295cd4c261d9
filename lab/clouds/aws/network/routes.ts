import { CloudError } from "../../../provider/backend";
import { awsId, digitsOf } from "../../shared/ids";
import type { ResourceModel } from "../../simulator/model";
import { usersOf } from "../../shared/users";
import { text } from "../../../../facts/properties/select";
import { arn, owner, randomId } from "../common";
import { routeDestinations } from "../../../../facts/aws/ec2";

const routeTable: ResourceModel = {
  type: "aws:ec2/routeTable:RouteTable",
  refs: [
    { path: "vpcId", to: [{ type: "aws:ec2/vpc:Vpc", output: "id" }] },
    { path: "routes[*].gatewayId", to: [{ type: "aws:ec2/internetGateway:InternetGateway", output: "id" }] },
    { path: "routes[*].natGatewayId", to: [{ type: "aws:ec2/natGateway:NatGateway", output: "id" }] },
  ],
  provision: () => ({ id: awsId("rtb") }),
  id: randomId,
  outputs: { arn: arn("route-table"), ownerId: owner },
};

const route: ResourceModel = {
  type: "aws:ec2/route:Route",
  refs: [
    {
      path: "routeTableId",
      to: [
        { type: routeTable.type, output: "id" },
        { type: "aws:ec2/vpc:Vpc", output: "mainRouteTableId" },
      ],
    },
    { path: "gatewayId", to: [{ type: "aws:ec2/internetGateway:InternetGateway", output: "id" }] },
    { path: "natGatewayId", to: [{ type: "aws:ec2/natGateway:NatGateway", output: "id" }] },
  ],
  // A destination is unique in its table.
  id: ({ inputs }) => `r-${text(inputs, "routeTableId")}${digitsOf(routeDestinations.map((path) => text(inputs, path)).join(), 10)}`,
  outputs: { origin: () => "CreateRoute", state: () => "active" },
};

const routeTableAssociation: ResourceModel = {
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  refs: [
    { path: "routeTableId", to: [{ type: routeTable.type, output: "id" }] },
    { path: "subnetId", to: [{ type: "aws:ec2/subnet:Subnet", output: "id" }] },
  ],
  admit(draft) {
    const of = text(draft.inputs, "subnetId");
    const [taken] = of === "" ? [] : usersOf(draft, [of], [{ type: routeTableAssociation.type, path: "subnetId" }]);
    if (taken !== undefined)
      throw new CloudError(
        `Resource.AlreadyAssociated: the specified association for subnet ${of} conflicts with the existing ${taken.id}`,
      );
  },
  provision: () => ({ id: awsId("rtbassoc") }),
  id: randomId,
};

export const routes: readonly ResourceModel[] = [routeTable, route, routeTableAssociation];
