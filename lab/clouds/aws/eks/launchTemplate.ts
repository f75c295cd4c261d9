import { CloudError } from "../../../provider/backend";
import { awsId } from "../../shared/ids";
import type { ResourceModel } from "../../simulator/model";
import { count, text } from "../../../../facts/properties/select";
import { arn, randomId } from "../common";
import { clusterGroup } from "../network/securityGroups";
import { makesVersion } from "../../../../facts/aws/ec2";

export const launchTemplate: ResourceModel = {
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  refs: [{ path: "vpcSecurityGroupIds[*]", to: [{ type: "aws:ec2/securityGroup:SecurityGroup", output: "id" }, clusterGroup] }],
  admit({ inputs, cloud }) {
    const name = text(inputs, "name");
    const taken = cloud
      .byType(launchTemplate.type)
      .find((other) => name !== "" && text(other.inputs, "name") === name && text(other.inputs, "region") === text(inputs, "region"));
    if (taken !== undefined)
      throw new CloudError(`InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use: ${name}`);
  },
  provision: () => ({ id: awsId("lt"), latest: 1 }),
  id: randomId,
  outputs: {
    arn: arn("launch-template"),
    latestVersion: ({ hidden: facts }) => count(facts, "latest"),
    defaultVersion: ({ inputs, hidden: facts }) =>
      inputs["updateDefaultVersion"] === true ? count(facts, "latest") : (count(inputs, "defaultVersion") ?? 1),
    name: ({ inputs, id }) => text(inputs, "name") || `${text(inputs, "namePrefix")}${id.slice(3)}`,
  },
  // Every change of the template's contents is a new version; the old ones stay.
  update: ({ hidden: facts, changed }) => (makesVersion(changed) ? { latest: (count(facts, "latest") ?? 1) + 1 } : {}),
};
