import assert from "node:assert/strict";
import type { Properties } from "../../../facts/properties/values";
import { problems } from "../problems";

describe("an EKS add-on", () => {
  const found = (more: Properties) => problems("aws:eks/addon:Addon", { clusterName: "usw2", addonName: "vpc-cni", ...more });

  it("takes versions that look like builds, and values that are JSON of its own types", () => {
    assert.match(found({ addonVersion: "1.22.4" }), /1\.22\.4 is no version of an add-on/);
    assert.match(found({ configurationValues: "enableNetworkPolicy: true" }), /is no JSON/);
    assert.match(found({ configurationValues: JSON.stringify({ enableNetworkPolicy: true }) }), /as text, not true/);
    const configurationValues = JSON.stringify({ enableNetworkPolicy: "true" });
    assert.equal(found({ addonVersion: "v1.22.4-eksbuild.3", configurationValues }), "");
  });
});
