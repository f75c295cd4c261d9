import assert from "node:assert/strict";
import { type Edit, edited, planComplaints, remove } from "../../config/project";

const staging = (...edits: readonly Edit[]) => planComplaints({ staging: edited("staging", [["traffic"], remove], ...edits) }, "staging");
const name = (value: string): Edit => [["settings", "name"], value];
const without = (cluster: string): Edit => [["clusters", cluster], remove];

describe("names that are made of the file's words", function () {
  this.timeout(60_000);

  it("do not begin as those of AWS's own load balancers do", () => {
    for (const word of ["internal", "internal-a"])
      assert.deepEqual(staging(name(word)), [
        `settings.name: "${word}" would begin the names of network load balancers with "internal-", which AWS keeps for its own; choose another name (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html)`,
      ]);
    assert.deepEqual(staging(name("internally")), []);
    assert.deepEqual(staging(name("internal"), without("aws-usw2")), []);
  });

  it("have none of Azure's own words in them where they answer on the internet", () => {
    const page = "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name";
    const said = (part: string, word: string) =>
      `"${part}" is a part of AKS clusters' names, and Azure keeps "${word}" out of them; choose another (${page})`;
    assert.deepEqual(staging(name("mywindows")), [`settings.name: ${said("mywindows", "windows")}`]);
    assert.deepEqual(staging(name("login")), [`settings.name: ${said("login", "login")}`]);
    assert.deepEqual(staging(name("my-login")), []);
    assert.deepEqual(staging([["settings", "environment"], "microsoft"]), [`settings.environment: ${said("microsoft", "microsoft")}`]);
    assert.deepEqual(staging([["settings", "environment"], "login"]), []);
    assert.deepEqual(staging(name("windows"), without("az-wus2")), []);
    const windows = { cloud: "azure", region: "westus2", zones: ["1", "2"], slot: 65, kubernetes: "1.35" };
    assert.deepEqual(staging(without("az-wus2"), [["clusters", "windows-1"], windows]), [
      `clusters.windows-1: ${said("windows-1", "windows")}`,
    ]);
  });
});
