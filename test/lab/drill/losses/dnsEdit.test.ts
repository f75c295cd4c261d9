import assert from "node:assert/strict";
import { dnsApi, refusalOfEdit } from "../../../../lab/drill/losses/dnsEdit";
import { writeFaults } from "../../../../lab/faults";
import { planStack } from "../../../../plan";
import type { DnsPlan } from "../../../../plan/model/traffic";
import { inGroup, makeGroup, subscription } from "../../clouds/azureFixtures";
import { openTestLab, session, type TestLab } from "../../clouds/harness";
import { cloudDnsTraffic, fleet, traffic, trafficManagerTraffic, trafficStack } from "../../../plan/fleets";

describe("an edit of weights in a drill", () => {
  let lab: TestLab;
  beforeEach(() => (lab = openTestLab()));
  afterEach(() => lab.delete());

  const made: Readonly<Record<DnsPlan["provider"], () => Promise<unknown>>> = {
    async route53() {
      const aws = await session(lab.clouds.aws, {
        region: "us-east-1",
        skipCredentialsValidation: true,
        skipRequestingAccountId: true,
      });
      const zone = await aws.create("aws:route53/zone:Zone", "zone", { name: "gslb.example.com" });
      const record = { zoneId: zone.id, type: "A", name: "api.gslb.example.com", ttl: 60, records: ["127.99.1.1"] };
      return aws.create("aws:route53/record:Record", "api", { ...record, setIdentifier: "aws", weightedRoutingPolicies: [{ weight: 70 }] });
    },
    async trafficManager() {
      const azure = await session(lab.clouds.azure, { subscriptionId: subscription, tenantId: "tenant", location: "westus2" });
      await makeGroup(azure);
      const profile = { ...inGroup, location: "global", profileName: "api", trafficRoutingMethod: "Weighted" };
      const monitorConfig = { protocol: "HTTP", port: 80, path: "/healthz", intervalInSeconds: 30, timeoutInSeconds: 5 };
      return azure.create("azure-native:trafficmanager:Profile", "api", {
        ...profile,
        dnsConfig: { relativeName: "api", ttl: 60 },
        monitorConfig,
        endpoints: [],
      });
    },
    async cloudDns() {
      const gcp = await session(lab.clouds.gcp, { project: cloudDnsTraffic.project });
      await gcp.create("gcp:dns/managedZone:ManagedZone", "zone", { name: "gslb", dnsName: "gslb.example.com." });
      const record = { managedZone: "gslb", name: "api.gslb.example.com.", type: "A", ttl: 60, rrdatas: ["192.0.2.1"] };
      return gcp.create("gcp:dns/recordSet:RecordSet", "api", record);
    },
  };

  for (const section of [traffic, trafficManagerTraffic, cloudDnsTraffic])
    it(`goes through at ${section.provider}, unless its API is away`, async () => {
      const { traffic: plan } = planStack(trafficStack(section, fleet));
      assert.ok(plan !== undefined);
      await made[section.provider]();
      assert.equal(await refusalOfEdit(lab.clouds, plan.dns), undefined);
      writeFaults(lab.home, { broken: [dnsApi(plan.dns)], spared: [], injected: [] });
      assert.match((await refusalOfEdit(lab.clouds, plan.dns)) ?? "", /i\/o timeout/);
    });
});
