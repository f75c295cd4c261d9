import { CloudError } from "../../provider/backend";
import type { PathKeys } from "../../../facts/properties/path";
import { awsId } from "../ids";
import { inRange, oneOf } from "../../../facts/rules/limits";
import type { ResourceModel } from "../model";
import { count, text } from "../../../facts/properties/select";
import { arn, randomId } from "./common";
import { clusterGroup } from "./securityGroups";

export const launchTemplate: ResourceModel = {
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html",
  name: { property: "name", max: 128, min: 3, pattern: /^[a-zA-Z0-9().\-/_]{3,}$/, auto: "random", unless: "namePrefix" },
  sets: ["vpcSecurityGroupIds"],
  limits: (inputs) => [
    ...inRange(inputs, "metadataOptions.httpPutResponseHopLimit", 1, 64),
    ...oneOf(inputs, "metadataOptions.httpTokens", ["required", "optional"]),
  ],
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
  unknownAfter: (changed) => (makesVersion(changed) ? ["latestVersion"] : []),
};

function makesVersion(changed: readonly PathKeys[]): boolean {
  const others: readonly (string | number | undefined)[] = ["description", "defaultVersion", "updateDefaultVersion", "tags"];
  return changed.some(([key]) => !others.includes(key));
}
