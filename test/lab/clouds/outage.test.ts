import assert from "node:assert/strict";
import { readFaults, writeFaults, type Faults } from "../../../lab/faults";
import { openTestLab, session, type Session, type TestLab } from "./harness";

describe("a simulated cloud that fails", () => {
  let lab: TestLab;
  let aws: Session;

  beforeEach(async () => {
    lab = openTestLab();
    aws = await session(lab.clouds.aws, awsConfig);
  });
  afterEach(() => lab.delete());

  const faults = (change: Partial<Faults>) => writeFaults(lab.home, { broken: [], spared: [], injected: [], ...change });

  describe("that cannot be reached", () => {
    it("fails every call with the words of a dead network, and configure too", async () => {
      const vpc = await makeVpc(aws);
      faults({ broken: ["api/aws"] });
      const outage = /operation error EC2.*https:\/\/ec2\.us-west-2\.amazonaws\.com.*dial tcp .* i\/o timeout/;
      await assert.rejects(makeVpc(aws), outage);
      await assert.rejects(aws.read(vpc), outage);
      await assert.rejects(aws.update(vpc, { ...vpc.inputs, tags: { a: "b" } }), outage);
      await assert.rejects(aws.remove(vpc), outage);
      await assert.rejects(lab.clouds.aws.invoke(aws.account, "aws:eks/getNodeGroup:getNodeGroup", {}), /eks\.us-west-2\.amazonaws\.com/);
      await assert.rejects(session(lab.clouds.aws, awsConfig), /operation error STS: configure.*i\/o timeout/);
    });

    it("still checks and compares, since that asks nobody", async () => {
      const vpc = await makeVpc(aws);
      faults({ broken: ["api/aws", "api/azure-native", "api/gcp"] });
      assert.deepEqual((await aws.diff(vpc, vpc.inputs)).changes, []);
    });

    it("configures where the calls are skipped, where Azure knows its subscription, and where Google Cloud only warns", async () => {
      faults({ broken: ["api/aws", "api/azure-native", "api/gcp"] });
      await session(lab.clouds.aws, { region: "us-east-1", skipCredentialsValidation: "true", skipRequestingAccountId: "true" });
      const azure = await session(lab.clouds.azure, { subscriptionId: "sub", tenantId: "tenant", location: "westus2" });
      const gcp = await session(lab.clouds.gcp, { project: "project", region: "us-west1" });
      await assert.rejects(
        azure.create("azure-native:resources:ResourceGroup", "g", { resourceGroupName: "g" }),
        /Put "https:\/\/management\.azure\.com.*i\/o timeout/,
      );
      await assert.rejects(
        gcp.create("gcp:compute/network:Network", "n", { name: "n" }),
        /Post "https:\/\/compute\.googleapis\.com.*i\/o timeout/,
      );
    });

    it("can be down in one service, or be up in one", async () => {
      faults({ broken: ["api/aws:ec2"] });
      await assert.rejects(makeVpc(aws), /EC2/);
      await aws.create("aws:route53/zone:Zone", "z", { name: "example.com" });
      faults({ broken: ["api/aws"], spared: ["api/aws:route53"] });
      await assert.rejects(makeVpc(aws), /EC2/);
      await aws.create("aws:route53/zone:Zone", "y", { name: "example.org" });
    });

    it("fails single calls on request, as often as was asked", async () => {
      const fault = {
        provider: "aws",
        method: "create",
        type: "aws:ec2/vpc:Vpc",
        name: "vpc",
        message: "VpcLimitExceeded",
        times: 2,
      } as const;
      faults({ injected: [fault] });
      await assert.rejects(makeVpc(aws), /^CloudError: VpcLimitExceeded$/);
      await makeVpc(aws, "other");
      assert.deepEqual(readFaults(lab.home).injected, [{ ...fault, times: 1 }]);
      await assert.rejects(makeVpc(aws), /VpcLimitExceeded/);
      await makeVpc(aws);
      assert.deepEqual(readFaults(lab.home).injected, []);
    });
  });
});

const awsConfig = { region: "us-west-2", allowedAccountIds: JSON.stringify(["111111111111"]) };

function makeVpc(aws: Session, name = "vpc") {
  return aws.create("aws:ec2/vpc:Vpc", name, { cidrBlock: "10.0.0.0/18" });
}
