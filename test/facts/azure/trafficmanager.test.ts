import assert from "node:assert/strict";
import type { Properties } from "../../../facts/properties/values";
import { problems } from "../problems";

const external = "Microsoft.Network/trafficManagerProfiles/externalEndpoints";
const nestedType = "Microsoft.Network/trafficManagerProfiles/nestedEndpoints";

describe("a Traffic Manager profile", () => {
  const profile: Properties = {
    resourceGroupName: "gateway",
    location: "global",
    profileName: "shop",
    trafficRoutingMethod: "Weighted",
    dnsConfig: { relativeName: "shop", ttl: 60 },
    monitorConfig: { protocol: "HTTP", port: 80, path: "/healthz" },
    endpoints: [{ type: external, name: "a", target: "127.1.0.1", weight: 1 }],
  };
  const found = (more: Properties) => problems("azure-native:trafficmanager:Profile", { ...profile, ...more });

  it("refuses what its limits exclude, each by its place", () => {
    assert.equal(found({}), "");
    const monitor = (more: Properties) => ({ monitorConfig: { protocol: "HTTP", port: 80, path: "/", ...more } });
    const endpoint = (more: Properties) => ({ endpoints: [{ type: external, name: "a", target: "127.1.0.1", ...more }] });
    for (const [more, problem] of [
      [{ location: "westus2" }, /location: westus2 is none of global/],
      [monitor({ intervalInSeconds: 20 }), /intervalInSeconds: 20 is neither 10 nor 30/],
      [monitor({ intervalInSeconds: 10, timeoutInSeconds: 10 }), /timeoutInSeconds: 10 is outside 5\.\.9/],
      [monitor({ toleratedNumberOfFailures: 10 }), /toleratedNumberOfFailures: 10 is outside 0\.\.9/],
      [monitor({ protocol: "TCP" }), /path: a TCP probe takes no path/],
      [{ monitorConfig: { protocol: "HTTP", port: 80 } }, /path: is required with HTTP and HTTPS/],
      [endpoint({ weight: 0 }), /endpoints\[0\]\.weight: 0 is outside 1\.\.1000/],
      [endpoint({ type: nestedType }), /endpoints\[0\]\.minChildEndpoints: is required of a nested endpoint/],
      [{ dnsConfig: { relativeName: "not.one", ttl: 60 } }, /"not\.one" is no DNS label/],
      [
        { endpoints: [1, 2].map((index) => ({ type: external, name: `n${index}`, target: "127.1.0.1" })) },
        /two endpoints have the target 127\.1\.0\.1/,
      ],
      [
        {
          trafficRoutingMethod: "Priority",
          endpoints: [1, 2].map((index) => ({ type: external, name: `n${index}`, target: `127.1.0.${index}`, priority: 1 })),
        },
        /two endpoints have the priority 1/,
      ],
    ] as const)
      assert.match(found(more), problem);
  });

  it("may be of a method that the lab does not have", () => {
    assert.equal(found({ trafficRoutingMethod: "Performance" }), "");
  });
});
