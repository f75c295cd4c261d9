import assert from "node:assert/strict";
import { record } from "../../preview/record/record";
import { loadStack } from "../../config/file/load";
import { deploy } from "../../stacks/deploy";
import { planStack } from "../../plan";
import { at, only } from "../components/fixtures/recording";
import { withProject } from "../config/project";

/** All that an operator has to write for one cluster. */
const smallFleet = `
config:
  pulumi:disable-default-providers: ["*"]
  gateway-fleet:settings: { name: berrys, environment: production, asOf: 2026-11-23 }
  gateway-fleet:clouds:
    aws:
      account: "111111111111"
      deployer: arn:aws:iam::111111111111:role/deployer
      apiAccess: { mode: private }
      quotas: { onDemandVcpus: 128 }
  gateway-fleet:clusters:
    main: { cloud: aws, region: us-west-2, zones: [usw2-az1, usw2-az2], slot: 0, kubernetes: "1.35" }
  gateway-fleet:nodePools:
    default: { shape: { vcpu: 4, memoryGiB: 16 }, min: 3, max: 10 }
  gateway-fleet:workloads: {}
`;

describe("a fleet of one cluster, by a stack file of a few lines", () => {
  it("S2.37 has one group of 3 to 10 nodes, and starts with 3", async () => {
    const plan = planStack(withProject({ production: smallFleet }, (folder) => loadStack(folder, "production")));
    const recording = await record(() => deploy(plan), { stack: "production", preview: true });
    const { inputs } = only(recording, "aws:eks/nodeGroup:NodeGroup");
    assert.deepEqual(at(inputs, "scalingConfig"), { minSize: 3, maxSize: 10, desiredSize: 3 });
  });
});
