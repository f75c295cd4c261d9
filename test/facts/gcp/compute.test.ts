import assert from "node:assert/strict";
import type { Properties } from "../../../facts/properties/values";
import { problems } from "../problems";

describe("a health check of Google Cloud", () => {
  const probe = { port: 80, portSpecification: "USE_FIXED_PORT", requestPath: "/healthz" };
  const timing = { name: "gslb", checkIntervalSec: 30 };
  const regions = { sourceRegions: ["us-central1", "europe-west1", "asia-northeast1"] };
  const found = (inputs: Properties) => problems("gcp:compute/healthCheck:HealthCheck", inputs);

  it("probes from three source regions every 30 s or slower, by HTTP, HTTPS or TCP", () => {
    const refused = (more: Properties, message: RegExp) =>
      assert.match(found({ ...timing, ...regions, httpHealthCheck: probe, ...more }), message);
    refused({}, /^$/);
    refused({ checkIntervalSec: 10 }, /10 is below 30, the least with sourceRegions/);
    refused({ sourceRegions: ["us-central1", "us-west1"] }, /must be exactly 3 regions, not us-central1, us-west1/);
    refused({ sourceRegions: ["us-central1", "us-west1", "us-west1"] }, /must be exactly 3 regions/);
    refused({ sourceRegions: ["us-central1", "us-west1", "us-west-2"] }, /us-west-2 is no region/);
    refused({ timeoutSec: 40 }, /40 is above checkIntervalSec 30/);
    refused({ tcpHealthCheck: { port: 80 } }, /exactly one of/);
    refused({ httpHealthCheck: { portSpecification: "USE_FIXED_PORT" } }, /USE_FIXED_PORT needs a port/);
    refused({ httpHealthCheck: { port: 80, proxyHeader: "PROXY_V1" } }, /proxyHeader: is not possible with sourceRegions/);
    const grpc = found({ ...timing, ...regions, grpcHealthCheck: { port: 80 } });
    assert.match(grpc, /grpcHealthCheck: is not possible with sourceRegions: HTTP, HTTPS and TCP are/);
    assert.equal(found({ ...timing, httpHealthCheck: probe, checkIntervalSec: 5 }), "");
  });
});

describe("a subnetwork of Google Cloud", () => {
  it("writes flow logs only as the API knows them", () => {
    const found = (logConfig: Properties) =>
      problems("gcp:compute/subnetwork:Subnetwork", { name: "other", network: "network", ipCidrRange: "10.64.0.0/20", logConfig });
    assert.equal(found({ aggregationInterval: "INTERVAL_1_MIN", flowSampling: 0.5 }), "");
    assert.match(found({ aggregationInterval: "INTERVAL_1_MIN", flowSampling: 50 }), /50 is outside 0\.\.1/);
    assert.match(found({ aggregationInterval: "1m" }), /1m is none of INTERVAL_5_SEC/);
  });
});
