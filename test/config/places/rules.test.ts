import assert from "node:assert/strict";
import { loadStack } from "../../../config/file/load";
import { planStack, type StackPlan } from "../../../plan";
import { type Edit, edited, planComplaints, remove, withProject } from "../project";

const staging = (...edits: readonly Edit[]) => planComplaints({ staging: edited("staging", ...edits) }, "staging");
const planned = (...edits: readonly Edit[]): StackPlan =>
  withProject({ staging: edited("staging", ...edits) }, (folder) => planStack(loadStack(folder, "staging")));
const at = (cluster: string, word: string) => ["clusters", cluster, word];

describe("the places of a fleet", function () {
  this.timeout(60_000);

  it("are regions that exist: a slip is refused with the nearest, once, whatever its zones are", () => {
    const slips: readonly (readonly [cluster: string, region: string, meant: string])[] = [
      ["aws-usw2", "us-wst-2", "us-west-2"],
      ["az-wus2", "wesus2", "westus2"],
      ["az-wus2", "esatus", "eastus"],
      ["gcp-usw1", "us-wets1", "us-west1"],
    ];
    for (const [cluster, region, meant] of slips) {
      const found = staging([["clouds", "gcp", "secretsKeys"], remove], [at(cluster, "region"), region]);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", new RegExp(`^clusters\\.${cluster}\\.region: "${region}" is no region of .*; did you mean ${meant}\\?`));
      assert.match(found[0] ?? "", /settings\.newPlaces/);
    }
  });

  it("have zones: a region of Azure without any takes no cluster", () => {
    const [found, ...others] = staging([at("az-wus2", "region"), "westus"]);
    assert.deepEqual(others, []);
    assert.match(
      found ?? "",
      /^clusters\.az-wus2\.region: "westus" has no availability zones, .*; choose a region that has them, such as westus[23]: https/,
    );
  });

  it("are not asked of sections that are left empty", () => {
    for (const path of [["clouds"], ["clouds", "aws"], ["clusters"], ["settings"], ["settings", "newPlaces"], ["databases"], ["platform"]])
      assert.ok(
        staging([path, null]).some((found) => found.startsWith(`${path.join(".")}: is empty`)),
        path.join("."),
      );
  });

  it("are zones that exist in their region", () => {
    assert.deepEqual(staging([[...at("aws-usw2", "zones"), 1], "usw2-az7"]), [
      'clusters.aws-usw2.zones[1]: "usw2-az7" does not exist; us-west-2 has the zones usw2-az1, usw2-az2, usw2-az3, usw2-az4',
    ]);
    assert.deepEqual(staging([[...at("gcp-usw1", "zones"), 0], "us-west1-z"]), [
      'clusters.gcp-usw1.zones[0]: "us-west1-z" does not exist; us-west1 has the zones us-west1-a, us-west1-b, us-west1-c',
    ]);
  });

  it("exist wherever a file names them", () => {
    const topic = (region: string) => `arn:aws:sns:${region}:666666666666:told`;
    const copies = { "us-eats-1": { cluster: "orders", topic: topic("us-eats-1") } };
    assert.match(
      staging([
        ["databases"],
        { orders: { maxConnections: 1000, replication: { mechanism: "auroraGlobal", secondaries: copies } } },
      ]).join(),
      /databases\.orders\.replication\.secondaries\.us-eats-1: "us-eats-1" is no region of AWS; did you mean us-east-1\?/,
    );
    const secretSync = {
      engine: "externalSecrets",
      stores: { aws: { region: "us-eats-1" } },
      secrets: { token: { namespace: "api-gateway" } },
    };
    assert.match(staging([["platform"], { secretSync }]).join("\n"), /platform\.secretSync\.stores\.aws\.region: "us-eats-1" is no region/);
    const key = "projects/gateway-fleet-keys/locations/us-wets1/keyRings/gke/cryptoKeys/secrets-staging";
    assert.match(
      staging([["clouds", "gcp", "secretsKeys", "us-wets1"], key]).join("\n"),
      /clouds\.gcp\.secretsKeys\.us-wets1: "us-wets1" is no region of Google Cloud; did you mean us-west1\?/,
    );
    const metric = { region: "us-eats-1", namespace: "Gateway", name: "ResponseTime", unit: "Seconds" };
    assert.match(
      staging([["traffic", "degradation"], { aws: { metric, slices: [{ points: 10, afterMinutes: 5 }] } }]).join("\n"),
      /traffic\.degradation\.aws\.metric\.region: "us-eats-1" is no region of AWS/,
    );
  });

  it("may be newer than the catalogue, where the file says so with a reason", () => {
    const newPlaces = {
      "us-west-9": { zones: ["usw9-az1", "usw9-az2"], reason: "opened 2026-11-28, https://aws.amazon.com/new/" },
      "us-west1": { zones: ["us-west1-d"], reason: "opened 2026-11-28" },
    };
    const edits: readonly Edit[] = [
      [at("aws-usw2", "region"), "us-west-9"],
      [at("aws-usw2", "zones"), ["usw9-az1", "usw9-az2"]],
      [at("gcp-usw1", "zones"), ["us-west1-a", "us-west1-d"]],
    ];
    assert.deepEqual(staging([["settings", "newPlaces"], newPlaces], ...edits), []);
    assert.deepEqual(
      staging(...edits)
        .map((found) => found.split(":")[0])
        .sort(),
      ["clusters.aws-usw2.region", "clusters.gcp-usw1.zones[1]"],
    );
    const said = staging([["settings", "newPlaces"], { "us-west-9": { zones: ["usw9-az1"], reason: " " } }], ...edits.slice(0, 2));
    assert.match(said.join("\n"), /settings\.newPlaces\.us-west-9\.reason: is empty; write something/);
    const zones = staging([["settings", "newPlaces"], { "us-west-9": { zones: ["usw9-az1"], reason: "new" } }], ...edits.slice(0, 2));
    assert.deepEqual(zones, ['clusters.aws-usw2.zones[1]: "usw9-az2" does not exist; us-west-9 has the zones usw9-az1']);
  });
});

describe("a cluster in another partition of AWS", () => {
  const inChina = (partition: string): readonly Edit[] => [
    [["clouds", "aws", "deployer"], `arn:${partition}:iam::666666666666:role/gateway-fleet-deployer`],
    [["clouds", "aws", "privateEndpoints"], true],
    [["clouds", "aws", "nodeAutoscaler"], "karpenter"],
    [at("aws-usw2", "region"), "cn-north-1"],
    [at("aws-usw2", "zones"), ["cnn1-az1", "cnn1-az2"]],
  ];

  it("is refused where the account is in a partition of its own, with both named", () => {
    const found = staging(...inChina("aws"));
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(
      found[0] ?? "",
      /^clusters\.aws-usw2\.region: "cn-north-1" is in the partition aws-cn, and the account of clouds\.aws in aws /,
    );
    const admins = staging(...inChina("aws-cn"), [["clouds", "aws", "admins"], ["arn:aws:iam::666666666666:role/admin"]]);
    assert.match(admins.join("\n"), /^clouds\.aws\.admins\[0\]: .* is in the partition aws, and the deployer in aws-cn/);
  });

  it("has the partition in every ARN that the plan writes", () => {
    const text = JSON.stringify(planned(...inChina("aws-cn")).fleet.clusters.find(({ cloud }) => cloud === "aws"));
    assert.match(text, /arn:aws-cn:sqs:cn-north-1:666666666666:/);
    assert.deepEqual(text.match(/arn:aws:[^"\\]*/g), null);
    assert.match(text, /logs\.cn-north-1\.amazonaws\.com\.cn/);
    assert.match(text, /"ecr\.api":"cn\.com\.amazonaws\.cn-north-1\.ecr\.api"/);
    assert.match(text, /"logs":"com\.amazonaws\.cn-north-1\.logs"/);
  });
});
