import assert from "node:assert/strict";
import { partitionOf } from "../../catalogue/partitions";
import { awsRegions } from "../../catalogue/regions/aws";
import { azureRegions } from "../../catalogue/regions/azure";
import { googleRegions } from "../../catalogue/regions/google";
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

describe("the catalogue of regions", () => {
  const tables = [awsRegions, azureRegions, googleRegions];

  it("has a page to compare it with, and the day on which that was done", () => {
    for (const { page, checked } of tables) {
      assert.match(page, /^https:/);
      assert.match(checked, /^\d{4}-\d\d-\d\d$/);
    }
  });

  it("has zones that are called as the zones of their region are", () => {
    for (const [region, zones] of Object.entries(awsRegions.zones)) {
      assert.ok(zones.length >= 3, region);
      for (const zone of zones) assert.ok(zone.startsWith(`${awsZonePrefix(region)}-az`), `${region} ${zone}`);
    }
    for (const [region, zones] of Object.entries(googleRegions.zones))
      for (const zone of zones) assert.ok(zone.startsWith(`${region}-`), zone);
  });

  it("has regions whose partitions the program knows", () => {
    assert.deepEqual(
      Object.keys(awsRegions.zones).filter((region) => partitionOf(region) !== "aws"),
      ["cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"],
    );
    for (const region of ["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "eusc-de-east-1"])
      assert.equal(partitionOf(region), undefined);
  });
});
