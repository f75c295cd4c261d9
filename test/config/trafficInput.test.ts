import assert from "node:assert/strict";
import { loadStack } from "../../config/file/load";
import { complaints, type Edit, edited, problemsOf, remove, withProject } from "./project";

const prod = edited("prod");
const trafficFile = (...edits: readonly Edit[]) =>
  edited("prod-traffic", [["traffic", "weights"], { aws: 70, azure: 20, gcp: 10 }], ...edits);
const prodTraffic = trafficFile();

/** What is wrong after edits of Pulumi.prod-traffic.yaml, with the fleet as checked in. */
const traffic = (...edits: readonly Edit[]) => complaints({ prod, "prod-traffic": trafficFile(...edits) }, "prod-traffic");

/** The same with the DNS at Google Cloud. */
const cloudDns = (...edits: readonly Edit[]) =>
  traffic(
    [["traffic", "provider"], "cloudDns"],
    [["traffic", "project"], "gateway-fleet-dns"],
    [["traffic", "onCloudLoss"], "renormalise"],
    ...edits,
  );

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

    it("names what CloudWatch can have, with a threshold that is a latency", () => {
      for (const [path, wrong] of [
        ["name", "Größe"],
        ["namespace", "  "],
      ] as const)
        assert.match(aws({ metric: { ...metric, [path]: wrong } }).join(), /is not a name in CloudWatch: CloudWatch takes printable ASCII/);
      assert.match(aws({ metric: { ...metric, dimensions: { cloud: "a\tb" } } }).join(), /is not a value of a dimension/);
      assert.match(aws({ aboveSeconds: 1e300 }).join(), /aboveSeconds: 1e\+300 is above the maximum 3600/);
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
      'traffic.clusters.az-eus2: "az-eus2" is served, but Pulumi.prod.yaml has no such cluster; did you mean "az-eus"? (to drop it, first disable it here and update prod-traffic, then remove it here and from Pulumi.prod.yaml; to add it, update prod first)',
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

  it("says what a replica carries where it says what all clients send", () => {
    assert.deepEqual(
      complaints({ prod: edited("prod", [["workloads", "api-gateway", "capacity"], remove]), "prod-traffic": prodTraffic }, "prod-traffic"),
      [
        "traffic.peakRps: 7000 cannot be judged: workloads.api-gateway does not say what a replica carries; add capacity: { rpsPerReplica: ... } there, or remove peakRps",
      ],
    );
    assert.deepEqual(traffic([["traffic", "peakRps"], 0]), ["traffic.peakRps: 0 is below the minimum 1; write 1 or more"]);
  });

  it("allows losses of places that serve, once each and with an end", () => {
    const allow = (...exceptions: readonly { lost: string; until?: string }[]) =>
      traffic([
        ["traffic", "allowDegraded"],
        exceptions.map(({ lost, until = "2026-12-31" }) => ({ lost, reason: "quota asked for", until })),
      ]);
    assert.deepEqual(allow({ lost: "aws" }, { lost: "us-west-2" }), []);
    assert.deepEqual(allow({ lost: "us-west-3" }, { lost: "aws" }, { lost: "aws" }, { lost: "gcp", until: "2026-11-01" }), [
      'traffic.allowDegraded[0].lost: "us-west-3" is no cloud or region that serves; did you mean "us-west-2"?',
      'traffic.allowDegraded[2].lost: "aws" is allowed already, by number 2; keep one',
      "traffic.allowDegraded[3].until: 2026-11-01 is over at settings.asOf 2026-11-23; remove it, or decide again and write a later day",
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

  it("allows a change beyond the limits for a reason, and until a day", () => {
    const change = (value: unknown) => traffic([["traffic", "change"], value]);
    assert.deepEqual(change({ maxStepPercent: 30, allowStep: { reason: "a test", until: "2026-12-01" } }), []);
    assert.deepEqual(change({ maxStepPercent: 0 }), ["traffic.change.maxStepPercent: 0 is below the minimum 1; write 1 or more"]);
    assert.match(change({ allowStep: { reason: "a test" } }).join(), /^traffic\.change\.allowStep\.until: is missing; add it/);
    assert.deepEqual(change({ allowReplacement: { reason: "", until: "2026-11-01" } }), [
      "traffic.change.allowReplacement.reason: is empty; write something",
    ]);
    assert.deepEqual(change({ allowReplacement: { reason: "a test", until: "2026-11-01" } }), [
      "traffic.change.allowReplacement.until: 2026-11-01 is over at settings.asOf 2026-11-23; remove it, or decide again and write a later day",
    ]);
    assert.deepEqual(change({ allowSteps: true }), ['traffic.change.allowSteps: "allowSteps" is unknown; did you mean "allowStep"?']);
    for (const nothing of [null, [], "20"]) assert.match(change(nothing).join(), /^traffic\.change: .* write a map/);
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
      "traffic.health.port: 8080 is probed, but the front doors answer on 80 (workloads.api-gateway.expose.port of Pulumi.prod.yaml); probe that port",
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
      'traffic.provider: "cloudflare" is unknown; write one of route53, trafficManager, cloudDns',
    ]);
  });

  it("asks Google Cloud DNS for what it has", () => {
    assert.deepEqual(cloudDns(), []);
    assert.deepEqual(cloudDns([["traffic", "onCloudLoss"], "redirect"], [["traffic", "backups"], { aws: "gcp" }]), [
      "traffic.onCloudLoss: redirect cannot be had: Cloud DNS puts no other policy below a weighted one, so what is lost leaves its share to all others by their weights; write renormalise, or use provider: route53",
      'traffic.backups.aws: "gcp" cannot stand in for aws: Cloud DNS puts no other policy below a weighted one; remove it, or use provider: route53',
    ]);
    assert.deepEqual(cloudDns([["traffic", "health", "intervalSeconds"], 10], [["traffic", "health", "timeoutSeconds"], 40]), [
      "traffic.health.intervalSeconds: 10 is below 30, the shortest interval that Cloud DNS's health checks have; write 30 or more, or use provider: route53, which has 10",
    ]);
    assert.deepEqual(cloudDns([["traffic", "health", "timeoutSeconds"], 40]), [
      "traffic.health.timeoutSeconds: 40 is above intervalSeconds 30; write 30 or less",
    ]);
    assert.match(
      cloudDns([["traffic", "acceleratedRecovery"], true]).join(),
      /^traffic\.acceleratedRecovery: "acceleratedRecovery" is unknown; correct or remove it/,
    );
  });

  it("is probed by Google Cloud from exactly three of its regions", () => {
    const from = (sourceRegions: unknown) => cloudDns([["traffic", "health", "sourceRegions"], sourceRegions]);
    assert.deepEqual(from(["us-west1", "us-east5", "europe-west3"]), []);
    const remedy = "and Cloud DNS probes from exactly 3; write 3, such as [us-central1, europe-west1, asia-northeast1]";
    assert.deepEqual(from(["us-west1", "us-east5"]), [`traffic.health.sourceRegions: names 2 regions, ${remedy}`]);
    assert.deepEqual(from([]), [`traffic.health.sourceRegions: names 0 regions, ${remedy}`]);
    assert.deepEqual(from(["us-west1", "us-east5", "us-west1"]), [
      'traffic.health.sourceRegions[2]: "us-west1" is also item 1 of the list; name it once',
    ]);
    assert.match(from(["us-west-2", "us-east5", "us-west1"]).join(), /sourceRegions\[0\]: "us-west-2" is not a Google Cloud region/);
  });

  it("names a project and a zone as Google Cloud does", () => {
    assert.match(cloudDns([["traffic", "project"], "Gateway DNS"]).join(), /^traffic\.project: "Gateway DNS" is not a project id: /);
    assert.match(cloudDns([["traffic", "project"], remove]).join(), /^traffic\.project: is missing; add it: /);
    assert.match(
      cloudDns([["traffic", "zone", "existing"], "gslb.example.com"]).join(),
      /^traffic\.zone\.existing: "gslb\.example\.com" is not a managed zone's name; .*such as gslb-example-com, not the domain/,
    );
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
          '"aws-usw2" is served, but Pulumi.prod.yaml has no such cluster (to drop it, first disable it here and update prod-traffic, then remove it here and from Pulumi.prod.yaml; to add it, update prod first)',
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

describe("a traffic file for Azure Traffic Manager", () => {
  const group = { name: "gateway-dns", location: "northeurope" };
  const onAzure = {
    provider: "trafficManager",
    subscription: "22222222-2222-4222-8222-222222222222",
    tenant: "33333333-3333-4333-8333-333333333333",
    resourceGroup: group,
    dnsPrefix: "example-api",
  };
  const azure = (...edits: readonly Edit[]) =>
    traffic(
      ...Object.entries(onAzure).map(([key, value]): Edit => [["traffic", key], value]),
      [["traffic", "health", "recoveryThreshold"], remove],
      ...edits,
    );
  const zoneIn = (subscription: string, name: string) =>
    `/subscriptions/${subscription}/resourceGroups/dns/providers/Microsoft.Network/dnsZones/${name}`;

  it("is right with a zone of its own, and with one that exists, however its id is spelled", () => {
    assert.deepEqual(azure(), []);
    assert.deepEqual(azure([["traffic", "resourceGroup"], { name: "shared.dns-(1)" }]), []);
    const id = zoneIn("22222222-2222-4222-8222-222222222222", "GSLB.example.com").replace("resourceGroups", "resourcegroups");
    assert.deepEqual(azure([["traffic", "zone", "existing"], id]), []);
  });

  it("probes every 10 or 30 s, and waits for 5 to 10 s, or 9 with fast probes", () => {
    assert.deepEqual(azure([["traffic", "health", "intervalSeconds"], 7]), [
      "traffic.health.intervalSeconds: 7 is not an interval of Traffic Manager; write 30, or 10 (detects sooner, costs more)",
    ]);
    assert.deepEqual(azure([["traffic", "health", "intervalSeconds"], 10], [["traffic", "health", "timeoutSeconds"], 10]), [
      "traffic.health.timeoutSeconds: 10 is above 9, the longest with probes every 10 s; write 9 or less, or probe every 30 s",
    ]);
    assert.deepEqual(azure([["traffic", "health", "timeoutSeconds"], 4]).length, 1);
    assert.deepEqual(azure([["traffic", "health", "timeoutSeconds"], 10]), []);
  });

  it("gives up on an address after 1 to 10 failures", () => {
    for (const [threshold, problems] of [
      [0, 1],
      [1, 0],
      [10, 0],
      [11, 1],
    ] as const)
      assert.equal(azure([["traffic", "health", "failureThreshold"], threshold]).length, problems, String(threshold));
  });

  it("writes no weight of 0, and no host outside the zone", () => {
    assert.match(azure([["traffic", "weights", "gcp"], 0]).join(), /^traffic\.weights\.gcp: 0 is never written/);
    assert.match(azure([["traffic", "host"], "api.example.org"]).join(), /^traffic\.host: "api\.example\.org" is not one DNS label/);
  });

  it("names a zone, an account and names as Azure has them", () => {
    assert.deepEqual(azure([["traffic", "zone", "existing"], "Z0123456789"]), [
      'traffic.zone.existing: "Z0123456789" is not a DNS zone\'s resource id; write /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/dnsZones/<zone>',
    ]);
    assert.deepEqual(azure([["traffic", "zone", "existing"], zoneIn("11111111-1111-4111-8111-111111111111", "other.example.com")]), [
      'traffic.zone.existing: names the zone "other.example.com", not "gslb.example.com"; write the id of that zone, or its name',
      "traffic.zone.existing: lies in the subscription 11111111-1111-4111-8111-111111111111, not in 22222222-2222-4222-8222-222222222222; profiles and zone are in one subscription",
    ]);
    assert.deepEqual(azure([["traffic", "dnsPrefix"], "api.example"]), [
      'traffic.dnsPrefix: "api.example" is no DNS label to begin names with; use lowercase letters, digits and hyphens, a letter or digit at both ends',
    ]);
    assert.deepEqual(azure([["traffic", "resourceGroup", "name"], "dns."]), [
      'traffic.resourceGroup.name: "dns." is not a resource group\'s name; use letters, digits, hyphens, underscores, periods and parentheses, and no period last',
    ]);
    assert.match(azure([["traffic", "subscription"], "mine"]).join(), /^traffic\.subscription: "mine" is not a subscription id/);
  });

  it("says everything at once, keys of another provider included", () => {
    const found = azure(
      [["traffic", "acceleratedRecovery"], true],
      [["traffic", "tenant"], remove],
      [["traffic", "dnsPrefix"], "p".repeat(41)],
      [["traffic", "resourceGroup", "location"], "North Europe"],
      [["traffic", "health", "intervalSeconds"], 60],
    );
    for (const path of ["acceleratedRecovery", "tenant", "dnsPrefix", "resourceGroup.location", "health.intervalSeconds"])
      assert.ok(
        found.some((problem) => problem.includes(path)),
        `${path}: ${found.join("\n")}`,
      );
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
