import assert from "node:assert/strict";
import { awsZonePrefix, checkAwsZone, checkGoogleZone } from "../../catalogue/zones";

describe("zone ids", () => {
  // https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
  const prefixes: Readonly<Record<string, string>> = {
    "us-east-1": "use1",
    "us-west-2": "usw2",
    "eu-central-1": "euc1",
    "eu-north-1": "eun1",
    "ap-southeast-2": "apse2",
    "ap-northeast-1": "apne1",
    "ap-south-2": "aps2",
    "ca-central-1": "cac1",
    "sa-east-1": "sae1",
    "me-south-1": "mes1",
    "af-south-1": "afs1",
    "il-central-1": "ilc1",
    "us-gov-west-1": "usgw1",
  };
  for (const [region, prefix] of Object.entries(prefixes))
    it(`of ${region} begin with ${prefix}`, () => assert.equal(awsZonePrefix(region), prefix));

  it("that hold no control plane are refused, their neighbours are not", () => {
    for (const [zone, region] of [
      ["use1-az3", "us-east-1"],
      ["usw1-az2", "us-west-1"],
      ["cac1-az3", "ca-central-1"],
    ] as const)
      assert.match(checkAwsZone(zone, region) ?? "", /cannot hold an EKS control plane/);
    for (const zone of ["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"])
      assert.equal(checkAwsZone(zone, "us-east-1"), undefined);
  });

  it("of one region are not those of another with the same beginning", () => {
    assert.match(checkAwsZone("use1-az1", "us-east-2") ?? "", /is not in us-east-2, whose zone ids begin with use2-/);
    assert.match(checkGoogleZone("us-west1-a", "us-west10") ?? "", /is not in us-west10/);
    assert.equal(checkGoogleZone("us-west1-a", "us-west1"), undefined);
  });

  it("of Google Cloud exist", () => {
    assert.equal(
      checkGoogleZone("us-east1-a", "us-east1"),
      '"us-east1-a" does not exist; us-east1 has the zones us-east1-b, us-east1-c, us-east1-d',
    );
    assert.equal(checkGoogleZone("us-central1-f", "us-central1"), undefined);
  });
});
