import assert from "node:assert/strict";
import { loadStack } from "../../config/file/load";
import { planStack } from "../../plan";
import { record } from "../../preview/record/record";
import { deploy } from "../../stacks/deploy";
import { edited, remove, withProject } from "../config/project";

describe("a stack in another partition of AWS", function () {
  this.timeout(120_000);

  it("registers no resource that names an ARN of the first one, policies and trust included", async () => {
    const file = edited(
      "staging",
      [["clouds", "aws", "deployer"], "arn:aws-us-gov:iam::666666666666:role/gateway-fleet-deployer"],
      [["clouds", "aws", "nodeAutoscaler"], "karpenter"],
      [["clouds", "aws", "privateEndpoints"], true],
      [["clusters", "aws-usw2", "region"], "us-gov-west-1"],
      [
        ["clusters", "aws-usw2", "zones"],
        ["usgw1-az1", "usgw1-az2"],
      ],
      [["traffic"], remove],
    );
    const plan = withProject({ staging: file }, (folder) => planStack(loadStack(folder, "staging")));
    const { resources } = await record(() => deploy(plan), { stack: "staging", preview: true });
    const naming = resources.filter(({ inputs }) => JSON.stringify(inputs).includes("arn:aws"));
    assert.deepEqual(
      naming.filter(({ inputs }) => JSON.stringify(inputs).includes("arn:aws:")).map(({ urn }) => urn),
      [],
    );
    assert.ok(naming.length > 10, `${naming.length} resources name an ARN`);
  });
});
