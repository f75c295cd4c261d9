import assert from "node:assert/strict";
import { factsOf, providerOf } from "../../facts";
import { changedPaths } from "../../facts/change/changedPaths";
import { withDefaults } from "../../facts/inputs/defaults";
import { formatPath } from "../../facts/properties/path";
import type { Properties } from "../../facts/properties/values";

describe("what is known of a cloud's provider", () => {
  const configured = (type: string, config: Properties) => providerOf(type)?.configure(config);

  it("is the account that its inputs name, or what it says where they name none", () => {
    const account = { provider: "aws", owner: "111111111111", tenant: "", region: "us-west-2" };
    assert.deepEqual(configured("aws:ec2/vpc:Vpc", { region: "us-west-2", allowedAccountIds: '["111111111111"]' }), { account });
    assert.deepEqual(configured("gcp:compute/network:Network", {}), {
      refusal: "unable to detect a global setting for GCP Project; set gcp:project",
    });
    assert.deepEqual(configured("azure-native:dns:Zone", { subscriptionId: "s", tenantId: "t" }), {
      account: { provider: "azure-native", owner: "s", tenant: "t", region: "" },
    });
    assert.equal(configured("kubernetes:core/v1:Service", {}), undefined);
  });

  it("is where it puts what says nothing of a place: AWS's regional types, and Azure's that a place is for life of", () => {
    const account = { provider: "", owner: "", tenant: "", region: "here" };
    const place = (type: string, inputs: Properties = {}) => {
      const { region, location } = withDefaults(type, inputs, account);
      return region ?? location;
    };
    assert.deepEqual([place("aws:ec2/vpc:Vpc"), place("aws:ec2/vpc:Vpc", { region: "there" })], ["here", "there"]);
    assert.deepEqual([place("aws:iam/role:Role"), place("aws:route53/zone:Zone")], [undefined, undefined]);
    assert.deepEqual([place("azure-native:resources:ResourceGroup"), place("azure-native:network:Subnet")], ["here", undefined]);
  });
});

describe("what differs between two versions of a type's inputs", () => {
  const paths = (type: string, olds: Properties, news: Properties) => changedPaths(factsOf(type), olds, news).map(formatPath);

  it("is neither another spelling of the same nor what the cloud keeps when nothing is said of it", () => {
    assert.deepEqual(paths("azure-native:resources:ResourceGroup", { location: "West US 2" }, { location: "westus2" }), []);
    assert.deepEqual(paths("aws:iam/policy:Policy", { policy: '{"a": 1}' }, { policy: '{"a":1}' }), []);
    assert.deepEqual(paths("aws:eks/nodeGroup:NodeGroup", { subnetIds: ["a", "b"] }, { subnetIds: ["b", "a"] }), []);
    assert.deepEqual(paths("gcp:container/nodePool:NodePool", { version: "1.35" }, {}), []);
    assert.deepEqual(paths("gcp:container/nodePool:NodePool", { version: "1.34" }, { version: "1.35" }), ["version"]);
  });
});
