import assert from "node:assert/strict";
import { loadStack } from "../../stacks/config/load";
import { complaints, type Edit, edited, problemsOf, remove, withProject } from "./project";

const prod = edited("prod");
const trafficFile = (...edits: readonly Edit[]) =>
  edited("prod-traffic", [["traffic", "weights"], { aws: 70, azure: 20, gcp: 10 }], ...edits);
const prodTraffic = trafficFile();

/** What is wrong after edits of Pulumi.prod-traffic.yaml, with the fleet as checked in. */
const traffic = (...edits: readonly Edit[]) => complaints({ prod, "prod-traffic": trafficFile(...edits) }, "prod-traffic");

/** What is wrong when the fleet is planned after edits of Pulumi.prod.yaml, with the traffic as checked in. */
const fleet = (...edits: readonly Edit[]) => problemsOf({ prod: edited("prod", ...edits), "prod-traffic": prodTraffic }, "prod");

describe("a traffic stack's file", () => {
  it("comes with the fleet file that it names", () => {
    const config = withProject({ prod, "prod-traffic": prodTraffic }, (folder) => loadStack(folder, "prod-traffic"));
    assert.equal(config.kind, "traffic");
    assert.equal(config.kind === "traffic" && config.fleetStack, "prod");
    assert.deepEqual(Object.keys(config.fleet.clusters), ["aws-usw2", "aws-use1", "az-wus2", "az-eus", "gcp-usw1", "gcp-usc1"]);
  });

  it("S0.90 has weights that sum to 100", () => {
    assert.deepEqual(traffic([["traffic", "weights", "gcp"], 9]), [
      "traffic.weights: sum to 99 (aws 70 + azure 20 + gcp 9), not to 100; add 1 somewhere",
    ]);
    assert.deepEqual(traffic([["traffic", "weights", "gcp"], 15]), [
      "traffic.weights: sum to 105 (aws 70 + azure 20 + gcp 15), not to 100; take 5 away",
    ]);
  });

  describe("S0.96 degradation (E3.35)", () => {
    const metric = { namespace: "Gateway", name: "ResponseTime", dimensions: { cloud: "aws" }, unit: "Milliseconds" };
    const slices = [
      { points: 10, afterMinutes: 5 },
      { points: 10, afterMinutes: 10 },
    ];
    const aws = (change: object) => traffic([["traffic", "degradation"], { aws: { metric, slices, ...change } }]);

    it("takes slices of a cloud's weight that leave one after the other", () => {
      assert.deepEqual(aws({}), []);
    });

    it("refuses a percentile, with what Route 53 can watch", () => {
      assert.deepEqual(aws({ metric: { ...metric, statistic: "p95" } }), [
        'traffic.degradation.aws.metric.statistic: "p95" cannot be watched: Route 53\'s checks of CloudWatch metrics know no percentiles; write Average, or publish the percentile as a metric of its own',
      ]);
      assert.deepEqual(aws({ metric: { ...metric, statistic: "Sum" } }), [
        'traffic.degradation.aws.metric.statistic: "Sum" is none of Average, Minimum, Maximum; write Average',
      ]);
    });

    it("always leaves a part that answers", () => {
      const ten = (afterMinutes: number) => ({ points: 20, afterMinutes });
      assert.deepEqual(aws({ slices: [5, 10, 15, 20].map(ten) }), [
        "traffic.degradation.aws.slices: 80 points of the weight 70 of aws would leave, at most 69 may: a cloud that is slow still answers; take 11 away",
      ]);
    });

    it("moves at most 20 points at once", () => {
      assert.deepEqual(aws({ slices: [{ points: 21, afterMinutes: 5 }] }), [
        "traffic.degradation.aws.slices[0].points: 21 is above 20: so much at once would overrun those who take over; write 20 or less, and more slices",
      ]);
      assert.deepEqual(aws({ slices: [slices[1], slices[0]] }), [
        "traffic.degradation.aws.slices[1].afterMinutes: 5 is not above 10 of the slice before it: they would leave together; write more than 10",
      ]);
    });

    it("refuses the checkers' own metric above what their probes can last", () => {
      assert.deepEqual(aws({ metric: { ...metric, namespace: "AWS/Route53", name: "TimeToFirstByte" } }), [
        "traffic.degradation.aws.metric.namespace: AWS/Route53 never shows 5 s: its probes give up 2 s after they connected, and each is of one address; publish the gateways' own latency, or write aboveSeconds below 2",
      ]);
    });

    it("is of clouds with a number", () => {
      const standby = { aws: 90, azure: 10, gcp: "standby" };
      assert.deepEqual(traffic([["traffic", "weights"], standby], [["traffic", "degradation"], { gcp: { metric, slices } }]), [
        "traffic.degradation.gcp: gcp is standby, so there is nothing to take slices from; give it a weight, or remove this",
      ]);
    });

    it("says everything that is wrong at once, whatever its type", () => {
      const wrong = { metric: { ...metric, region: "us", unit: "Hours", name: ":x" }, aboveSeconds: 0, slices: [] };
      assert.equal(traffic([["traffic", "degradation"], { aws: wrong }]).length, 5);
      assert.equal(traffic([["traffic", "degradation"], 5]).length, 1);
    });
  });

  it("has positive weights only", () => {
    assert.deepEqual(traffic([["traffic", "weights", "gcp"], -10]), [
      "traffic.weights.gcp: -10 is below the minimum 1; write the share as a positive whole number, standby or disabled",
    ]);
    assert.deepEqual(traffic([["traffic", "weights", "gcp"], 0]), [
      "traffic.weights.gcp: 0 is never written, since it means something else with every DNS provider: write standby (takes over when the others are lost) or disabled (never answers)",
    ]);
    assert.deepEqual(traffic([["traffic", "clusters", "az-eus"], 0]), [
      "traffic.clusters.az-eus: 0 is never written, since it means something else with every DNS provider: write standby (takes over when the others are lost) or disabled (never answers)",
    ]);
  });

  it("must say who serves", () => {
    assert.deepEqual(traffic([["traffic", "clusters"], remove]), [
      "traffic.clusters: is missing; name every cluster that serves, each with its weight, such as { aws-usw2: 1 }: the fleet is another stack and must know whom DNS serves before it drops one",
    ]);
  });

  it("serves clusters that the fleet has", () => {
    assert.deepEqual(traffic([["traffic", "clusters", "az-eus"], remove], [["traffic", "clusters", "az-eus2"], 1]), [
      'traffic.clusters.az-eus2: "az-eus2" is served, but Pulumi.prod.yaml has no such cluster; did you mean "az-eus"? (to drop it, remove it here and update prod-traffic first, then remove it from Pulumi.prod.yaml; to add it, update prod first)',
    ]);
  });

  it("serves clusters of weighted clouds, and weights clouds that serve", () => {
    assert.deepEqual(traffic([["traffic", "weights"], { aws: 80, azure: 20 }]), [
      "traffic.clusters.gcp-usw1: serves, but its cloud gcp has no weight; add weights.gcp, or remove the cluster here",
      "traffic.clusters.gcp-usc1: serves, but its cloud gcp has no weight; add weights.gcp, or remove the cluster here",
    ]);
    assert.deepEqual(traffic([["traffic", "clusters"], { "aws-usw2": 1, "az-eus": 1 }]), [
      "traffic.weights.gcp: gcp has a weight, but traffic.clusters names none of its clusters that serves; name one, or give the weight to the others",
    ]);
  });

  it("S0.174 S0.175 S0.176 has weights for the regions where its clusters are, and for no other (E3.36)", () => {
    const three = { aws: { "us-west-2": 60, "us-east-1": 30, "eu-west-1": 10 } };
    assert.deepEqual(traffic([["traffic", "regions"], three]), [
      'traffic.regions.aws.eu-west-1: "eu-west-1" has a weight, but no cluster that serves; 2 regions of aws serve: us-east-1, us-west-2',
    ]);
    assert.deepEqual(traffic([["traffic", "regions"], { aws: { "us-west-2": 100 } }]), [
      "traffic.regions.aws: has no weight for us-east-1; 2 regions of aws serve: us-east-1, us-west-2; write a number, standby or disabled for each",
    ]);
    assert.deepEqual(traffic([["traffic", "regions"], { aws: { "us-west-2": 60, "us-east-1": 30 } }]), [
      "traffic.regions.aws: sum to 90 (us-west-2 60 + us-east-1 30), not to 100; add 10 somewhere",
    ]);
  });

  it("names stand-ins that serve", () => {
    assert.deepEqual(traffic([["traffic", "backups"], { aws: "aws", gcp: "azure" }]), [
      "traffic.backups.aws: aws cannot stand in for itself; name another cloud",
    ]);
    assert.deepEqual(traffic([["traffic", "onCloudLoss"], "renormalise"], [["traffic", "backups"], { gcp: "azure" }]), [
      'traffic.backups.gcp: "azure" has no effect: onCloudLoss is renormalise; remove it, or write redirect',
    ]);
  });

  it("has overrides for places that serve, one each, which end and leave somebody to answer", () => {
    const maintenance = (from: string, until = "2026-12-01") => ({ kind: "maintenance", from, reason: "a test", until });
    assert.deepEqual(traffic([["traffic", "overrides"], [maintenance("aws-usw3")]]), [
      'traffic.overrides[0].from: "aws-usw3" is no cloud, region or cluster that serves; did you mean "aws-usw2"?',
    ]);
    assert.deepEqual(
      traffic([
        ["traffic", "overrides"],
        [maintenance("aws"), maintenance("aws")],
      ]),
      ['traffic.overrides[1].from: "aws" has an override already, number 1; keep one'],
    );
    assert.deepEqual(traffic([["traffic", "overrides"], [maintenance("aws", "2026-11-01")]]), [
      "traffic.overrides[0].until: 2026-11-01 is over at settings.asOf 2026-11-23; remove it, or decide again and write a later day",
    ]);
    assert.deepEqual(traffic([["traffic", "overrides"], ["aws", "azure", "gcp"].map((cloud) => maintenance(cloud))]), [
      "traffic.overrides: take every place away, and DNS would have nobody to answer with; remove one",
    ]);
  });

  it("S0.183 promises no data that nothing copies (RPO)", () => {
    const objectives = (more: object) => traffic([["traffic", "objectives"], { rtoSeconds: 300, ...more }]);
    const replication = { mechanism: "auroraGlobal", lagAlarm: { name: "aurora-replica-lag", seconds: 1 } };
    assert.deepEqual(objectives({ rpoSeconds: 60, replication }), []);
    assert.deepEqual(objectives({ rpoSeconds: 60 }), [
      "traffic.objectives.rpoSeconds: 60 s have nothing that gives them: DNS moves no data; declare replication with its mechanism and lagAlarm, or remove it",
    ]);
    const late = { ...replication, lagAlarm: { name: "aurora-replica-lag", seconds: 90 } };
    assert.deepEqual(objectives({ rpoSeconds: 60, replication: late }), [
      "traffic.objectives.replication.lagAlarm.seconds: 90 is above rpoSeconds 60: the objective would be missed in silence; lower it to 60 or less",
    ]);
    assert.deepEqual(objectives({ replication }), ["traffic.objectives.replication: serves no objective; add rpoSeconds, or remove it"]);
  });

  it("has a canary that has siblings, one on each level", () => {
    const canary = (to: string, percent = 60) => ({ kind: "canary", to, percent, reason: "a test", until: "2026-12-01" });
    assert.deepEqual(traffic([["traffic", "overrides"], [canary("aws-usw2")]]), [
      'traffic.overrides[0].to: "aws-usw2" is alone on its level and gets all of it; name a place that has siblings, or remove it',
    ]);
    assert.deepEqual(
      traffic([
        ["traffic", "overrides"],
        [canary("aws"), canary("gcp")],
      ]),
      ['traffic.overrides[1].to: "gcp" is on the level of the canary aws, and a level has one at a time; remove one'],
    );
    assert.deepEqual(
      traffic([
        ["traffic", "overrides"],
        [canary("gcp", 5), canary("us-east-1", 10)],
      ]),
      [],
    );
  });

  it("can disable a cloud by a word, and keep who would serve there", () => {
    assert.deepEqual(traffic([["traffic", "weights"], { aws: 80, azure: 20, gcp: "disabled" }]), []);
  });

  it("has one writer for every name", () => {
    assert.deepEqual(
      traffic([
        ["traffic", "aliases"],
        ["www", "api"],
      ]),
      ['traffic.aliases[1]: "api" is the host itself, and a record has one writer; remove it'],
    );
  });

  it("probes the port that the front doors answer on", () => {
    assert.deepEqual(traffic([["traffic", "health", "port"], 8080]), [
      "traffic.health.port: 8080 is probed, but the front doors answer on 80; probe that port",
    ]);
  });

  it("has numbers that the DNS provider takes and clients survive", () => {
    assert.deepEqual(traffic([["traffic", "health", "intervalSeconds"], 20]), [
      "traffic.health.intervalSeconds: 20 is not an interval of Route 53; write 30, or 10 (detects sooner, costs more)",
    ]);
    assert.deepEqual(traffic([["traffic", "ttlSeconds"], 3600]), [
      "traffic.ttlSeconds: 3600 is above 300: resolvers would hand out a dead address that long after it left the answers; write 60 or less",
    ]);
    assert.deepEqual(traffic([["traffic", "provider"], "cloudflare"]), [
      'traffic.provider: "cloudflare" is unknown; only route53 is possible',
    ]);
  });

  it("names the host inside the zone", () => {
    assert.match(
      traffic([["traffic", "host"], "api.gslb.example.com"]).join(),
      /^traffic\.host: "api\.gslb\.example\.com" is not one DNS label; write only what stands in front of the zone's name/,
    );
    assert.match(traffic([["traffic", "zone", "name"], "gslb.example.com."]).join(), /^traffic\.zone\.name: .* without a dot at the end/);
    assert.match(
      traffic([["traffic", "zone", "existing"], "/hostedzone/Z1"]).join(),
      /^traffic\.zone\.existing: .*write what follows \/hostedzone\//,
    );
  });

  it("owns DNS and nothing else", () => {
    assert.deepEqual(traffic([["clusters"], {}]), [
      "clusters: belongs in Pulumi.prod.yaml: a stack with gateway-fleet:fleet owns DNS and nothing else; move it, or remove fleet to have both in one stack",
    ]);
  });

  it("names a fleet stack that exists", () => {
    assert.deepEqual(traffic([["fleet", "stack"], "prodd"]), [
      'fleet.stack: there is no stack "prodd": Pulumi.prodd.yaml does not exist; did you mean prod? (there are prod, prod-traffic); name the stack that owns the clusters',
    ]);
    assert.deepEqual(traffic([["fleet", "stack"], "prod-traffic"]), [
      'fleet.stack: "prod-traffic" is a traffic stack itself; name the stack that owns the clusters',
    ]);
    assert.deepEqual(traffic([["fleet", "stack"], "acme/gateway-fleet/prod"]), [
      'fleet.stack: "acme/gateway-fleet/prod" is not a stack of this project; write the bare name, such as prod for Pulumi.prod.yaml',
    ]);
    assert.match(traffic([["fleet"], remove]).join(), /^fleet: is missing; add it: The fleet whose clusters the DNS answers with/);
  });

  it("tells the other problems too while its fleet does not exist", () => {
    assert.deepEqual(
      problemsOf({ "prod-traffic": trafficFile([["traffic", "weights", "gcp"], 9]) }, "prod-traffic").map(({ path }) => path),
      ["fleet.stack", "traffic.weights"],
    );
  });

  it("shows the problems of the fleet file as that file's", () => {
    const files = {
      prod: edited("prod", [["settings", "name"], "gateway-of-europe"]),
      "prod-traffic": trafficFile([["traffic", "ttlSeconds"], 0]),
    };
    assert.deepEqual(
      problemsOf(files, "prod-traffic").map(({ file, path }) => [file, path]),
      [
        ["Pulumi.prod-traffic.yaml", "traffic.ttlSeconds"],
        ["Pulumi.prod.yaml", "settings.name"],
      ],
    );
  });
});

describe("a fleet stack with a traffic stack in front", () => {
  it("carries the traffic", () => {
    const config = withProject({ prod, "prod-traffic": prodTraffic }, (folder) => loadStack(folder, "prod"));
    assert.equal(config.kind === "fleet" && config.traffic?.stack, "prod-traffic");
    assert.deepEqual(config.kind === "fleet" && config.traffic?.config.traffic.weights, { aws: 70, azure: 20, gcp: 10 });
  });

  it("drops no cluster that traffic still serves", () => {
    assert.deepEqual(fleet([["clusters", "aws-usw2"], remove]), [
      {
        file: "Pulumi.prod-traffic.yaml",
        path: "traffic.clusters.aws-usw2",
        line: prodTraffic.split("\n").findIndex((line) => line.includes("aws-usw2: 1")) + 1,
        message:
          '"aws-usw2" is served, but Pulumi.prod.yaml has no such cluster (to drop it, remove it here and update prod-traffic first, then remove it from Pulumi.prod.yaml; to add it, update prod first)',
      },
    ]);
  });

  it("drops a cluster that traffic has left", () => {
    const files = {
      prod: edited("prod", [["clusters", "aws-usw2"], remove]),
      "prod-traffic": trafficFile([["traffic", "clusters", "aws-usw2"], remove]),
    };
    assert.deepEqual(complaints(files, "prod"), []);
  });

  it("adds a cluster before traffic knows it", () => {
    const added = { cloud: "aws", region: "eu-central-1", zones: ["euc1-az1", "euc1-az2"], slot: 6, kubernetes: "1.35" };
    assert.deepEqual(fleet([["clusters", "aws-euc1"], added]), []);
  });

  it("drops no cloud that traffic still weighs", () => {
    const gone: Edit[] = [
      ["clouds", "gcp"],
      ["clusters", "gcp-usw1"],
      ["clusters", "gcp-usc1"],
    ].map((path) => [path, remove]);
    assert.deepEqual(
      fleet(...gone).map(({ path }) => path),
      ["traffic.weights.gcp", "traffic.clusters.gcp-usw1", "traffic.clusters.gcp-usc1"],
    );
  });

  it("hears of a broken traffic file, as that file's problem", () => {
    const broken = problemsOf({ prod, "prod-traffic": `${prodTraffic}  - x\n` }, "prod");
    assert.equal(broken.length, 1);
    assert.equal(broken[0]?.file, "Pulumi.prod-traffic.yaml");
    assert.match(broken[0]?.message ?? "", /^is not valid YAML: .* \(line \d+, column 1\)$/);
  });

  it("has one owner of its records", () => {
    const section = {
      provider: "route53",
      zone: { name: "a.example.com" },
      host: "api",
      weights: { aws: 70, azure: 20, gcp: 10 },
      onCloudLoss: "redirect",
      ttlSeconds: 60,
    };
    const health = { protocol: "HTTP", port: 80, intervalSeconds: 30, failureThreshold: 3 };
    assert.deepEqual(complaints({ prod: edited("prod", [["traffic"], { ...section, health }]), "prod-traffic": prodTraffic }, "prod"), [
      "traffic: Pulumi.prod.yaml has a traffic section of its own and Pulumi.prod-traffic.yaml names it: two stacks would own the records; remove one of the two",
    ]);
    assert.deepEqual(complaints({ prod, "prod-dns": prodTraffic, "prod-traffic": prodTraffic }, "prod"), [
      'fleet.stack: "prod" is also named by Pulumi.prod-traffic.yaml; a fleet has one traffic stack, remove the others',
    ]);
  });
});

describe("one stack with fleet and traffic", () => {
  const staging = (...edits: readonly Edit[]) => complaints({ staging: edited("staging", ...edits) }, "staging");

  it("serves every cluster where none is named", () => {
    const config = withProject({ staging: edited("staging") }, (folder) => loadStack(folder, "staging"));
    assert.equal(config.kind === "fleet" && config.traffic, undefined);
    assert.equal(config.fleet.traffic?.clusters, undefined);
  });

  it("weighs clouds that have a cluster", () => {
    assert.deepEqual(staging([["clusters", "gcp-usw1"], remove]), [
      "traffic.weights.gcp: gcp has no cluster; give its weight to the others, or add a cluster first",
    ]);
  });

  it("weighs clouds that are configured", () => {
    assert.deepEqual(staging([["clouds", "gcp"], remove], [["clusters", "gcp-usw1"], remove]), [
      "traffic.weights.gcp: gcp is not configured under clouds; give its weight to the others, or add clouds.gcp and a cluster",
    ]);
  });

  it("serves clusters that it has", () => {
    assert.deepEqual(staging([["traffic", "clusters"], { "aws-usw2": 1, "az-wus2": 1, "gcp-usw2": 1, "gcp-usw1": 1 }]), [
      'traffic.clusters.gcp-usw2: "gcp-usw2" is served, but is not in clusters; remove it here or add the cluster',
    ]);
  });

  it("exposes something to send people to", () => {
    assert.deepEqual(staging([["workloads", "api-gateway", "expose"], remove]), [
      "traffic.health.port: 80 is probed, but no workload answers at the front doors; give one of them expose: { port: 80 }",
    ]);
  });
});
