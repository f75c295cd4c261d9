import assert from "node:assert/strict";
import { reservedTagPrefixes, tagLimits } from "../../../catalogue/tagLimits";
import { fingerprintTag } from "../../../components/nodepool";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import { reservedTags } from "../../../plan/naming/tags";
import { record } from "../../../preview/record/record";
import { deploy } from "../../../stacks/deploy";
import { type Edit, edited, planComplaints, remove, withProject } from "../../config/project";

const tags = (count: number): Edit => [
  ["settings", "tags"],
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index + 1}`, "value"])),
];
const onAzure: readonly Edit[] = [
  [["traffic", "provider"], "trafficManager"],
  [["traffic", "subscription"], "77777777-7777-4777-8777-777777777777"],
  [["traffic", "tenant"], "33333333-3333-4333-8333-333333333333"],
  [["traffic", "resourceGroup"], { name: "gateway-dns", location: "northeurope" }],
  [["traffic", "dnsPrefix"], "example-staging"],
  [["traffic", "health", "recoveryThreshold"], remove],
];
const isPrivate: Edit = [["clouds", "azure", "apiAccess"], { mode: "private" }];
const staging = (...edits: readonly Edit[]) => planComplaints({ staging: edited("staging", ...edits) }, "staging");

describe("a fleet's tags", function () {
  this.timeout(120_000);

  it("are 15 at most on an Azure DNS zone that the stack makes, the program's own among them", () => {
    assert.deepEqual(staging(...onAzure, tags(13)), []);
    assert.deepEqual(staging(...onAzure, tags(21)), [
      "settings.tags: has 21 tags, which are 23 with the program's own (environment, fleet) on gslb.staging.example.com " +
        "(traffic.zone of Pulumi.staging.yaml), and an Azure DNS zone takes 15 at most; " +
        "remove 8, or name a zone that exists already (traffic.zone.existing) " +
        "(https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations)",
    ]);
    const existing =
      "/subscriptions/77777777-7777-4777-8777-777777777777/resourceGroups/dns/providers/Microsoft.Network/dnsZones/gslb.staging.example.com";
    assert.deepEqual(staging(...onAzure, tags(21), [["traffic", "zone", "existing"], existing]), []);
  });

  it("are said to be too many in the fleet's file, whichever of two stacks is planned", () => {
    const files = {
      prod: edited("prod", tags(21)),
      "prod-traffic": edited("prod-traffic", ...onAzure.filter(([path]) => path[1] !== "health"), [
        ["traffic", "health"],
        { protocol: "HTTP", port: 80, path: "/healthz", intervalSeconds: 30, failureThreshold: 3 },
      ]),
    };
    for (const stack of ["prod", "prod-traffic"])
      assert.match(
        planComplaints(files, stack).join(),
        /^settings\.tags: has 21 tags, which are 23 .* \(traffic\.zone of Pulumi\.prod-traffic\.yaml\)/,
      );
  });

  it("are 14 at most on an AKS cluster with a private API server, whose DNS zone gets them too", () => {
    assert.deepEqual(staging(isPrivate, tags(11)), []);
    assert.match(
      staging(isPrivate, tags(12)).join(),
      /^settings\.tags: has 12 tags, which are 15 with the program's own \(cluster, environment, fleet\) on clusters\.az-wus2, and an AKS cluster with a private API server takes 14 at most; remove 1, or give clouds\.azure\.apiAccess the mode restricted/,
    );
    assert.deepEqual(staging(tags(12)), []);
  });

  it("begin with nothing that a cloud keeps for itself", () => {
    for (const prefix of reservedTagPrefixes) {
      const [found, ...others] = staging([["settings", "tags", `${prefix}team`], "x"]);
      assert.deepEqual(others, []);
      assert.match(
        found ?? "",
        /settings\.tags.*: ".*team" begins with ".*", which one of the clouds keeps for itself; begin with another word/,
      );
    }
  });

  it("are none that the program writes itself", () => {
    assert.ok(new Set<string>(reservedTags).has(fingerprintTag));
    for (const key of reservedTags)
      assert.match(
        staging([["settings", "tags", key], "mine"]).join(),
        new RegExp(`^settings\\.tags\\.${key}: "mine" would be overwritten`),
      );
  });

  it("are no more on any resource than it takes, with as many as a file may have", async () => {
    const plan = withProject({ staging: edited("staging", tags(40)) }, (folder) => planStack(loadStack(folder, "staging")));
    const { resources } = await record(() => deploy(plan), { stack: "staging", preview: true });
    const limits = { aws: tagLimits.aws.max, "azure-native": tagLimits.azure.max, gcp: tagLimits.google.max };
    let counted = 0;
    for (const { type, urn, inputs } of resources) {
      const limit = new Map(Object.entries(limits)).get(type.split(":")[0] ?? "");
      const own = inputs["tags"] ?? inputs["labels"] ?? inputs["resourceLabels"];
      if (limit === undefined || typeof own !== "object" || own === null) continue;
      assert.ok(Object.keys(own).length <= limit, urn);
      counted += 1;
    }
    assert.ok(counted > 40, `${counted} resources`);
  });
});
