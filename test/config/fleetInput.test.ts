import assert from "node:assert/strict";
import { complaints, type Edit, edited, problemsOf, remove } from "./project";

/** What is wrong with Pulumi.prod.yaml after the edits: "path: message" each. */
const fleet = (...edits: readonly Edit[]) => complaints({ prod: edited("prod", ...edits) }, "prod");
const gateway = ["workloads", "api-gateway"] as const;

describe("a fleet stack's file", () => {
  it("is accepted as it is checked in", () => {
    assert.deepEqual(fleet(), []);
  });

  it("gets every problem at once, in the file's order, each with its line", () => {
    const text = edited(
      "prod",
      [["nodePools", "general", "min"], 30],
      [["clusters", "aws-use1", "slot"], 0],
      [["clusters", "aws-usw2", "zones", 0], "use1-az1"],
      [["settings", "name"], remove],
      [[...gateway, "image"], "ghcr.io/example/api-gateway"],
    );
    const problems = problemsOf({ prod: text }, "prod");
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["settings.name", "clusters.aws-usw2.zones[0]", "clusters.aws-use1.slot", "nodePools.general.min", "workloads.api-gateway.image"],
    );
    const lines = text.split("\n");
    assert.deepEqual(
      problems.map(({ line }) => lines[(line ?? 0) - 1]?.trim().replace(/:.*/, "")),
      ["gateway-fleet", "aws-usw2", "aws-use1", "min", "image"],
    );
    assert.ok(problems.every(({ file }) => file === "Pulumi.prod.yaml"));
  });

  describe("keys", () => {
    it("are refused when unknown, with the nearest known one", () => {
      assert.deepEqual(fleet([["nodePools", "general", "maxx"], 3]), ['nodePools.general.maxx: "maxx" is unknown; did you mean "max"?']);
      assert.deepEqual(fleet([["trafic"], {}]), ['trafic: "trafic" is unknown; did you mean "traffic"?']);
    });

    it("are listed when none is near", () => {
      assert.deepEqual(fleet([["clusters", "az-eus", "unreachable"], { reason: "outage", until: "2026-12-01", owner: "me" }]), [
        'clusters.az-eus.unreachable.owner: "owner" is unknown; correct or remove it (known: reason, until)',
      ]);
    });

    it("that are misspelt are one problem, not an unknown key and a missing one", () => {
      assert.deepEqual(fleet([["clusters", "aws-usw2", "region"], remove], [["clusters", "aws-usw2", "regoin"], "us-west-2"]), [
        'clusters.aws-usw2.regoin: "regoin" is unknown; did you mean "region"?',
      ]);
    });

    it("that are missing are explained", () => {
      assert.deepEqual(fleet([["nodePools", "general", "min"], remove]), [
        "nodePools.general.min: is missing; add it: Nodes kept even when idle, per cluster, on-demand and spot together.",
      ]);
    });

    it("without a value are told apart from missing ones", () => {
      assert.deepEqual(fleet([["settings", "tags"], null]), ["settings.tags: is empty; write a map (key: value)"]);
    });
  });

  describe("a maintenance window", () => {
    it("leaves GKE the hours that it needs", () => {
      assert.deepEqual(fleet([["settings", "maintenance"], { days: ["sunday"], hours: 8 }]), [
        "settings.maintenance: leaves 8 hours a week; GKE needs 12 (48 in 32 days); add a day or raise hours",
      ]);
      assert.deepEqual(fleet([["settings", "maintenance"], { days: ["sunday"], hours: 12 }]), []);
    });

    it("names each day once", () => {
      assert.equal(
        fleet([
          ["settings", "maintenance", "days"],
          ["sunday", "sunday"],
        ]).length,
        1,
      );
      assert.equal(fleet([["settings", "maintenance", "days"], []]).length, 1);
    });
  });

  describe("types", () => {
    const cases: readonly (readonly [string, Edit, string])[] = [
      [
        "a number where text belongs",
        [[...gateway, "resources", "limits", "cpu"], 2],
        'workloads.api-gateway.resources.limits.cpu: 2 is a number; put it in quotes: "2"',
      ],
      ["text where a number belongs", [["nodePools", "general", "max"], "20"], 'nodePools.general.max: "20" is text; remove the quotes'],
      [
        "yes where true belongs",
        [["settings", "protect"], "yes"],
        'settings.protect: "yes" is text in YAML 1.2; write true or false, without quotes',
      ],
      [
        "a fraction of a node",
        [["nodePools", "general", "max"], 2.5],
        "nodePools.general.max: 2.5 is not a whole number; write a whole number",
      ],
      [
        "a list where a map belongs",
        [["nodePools", "general", "labels"], ["a"]],
        'nodePools.general.labels: ["a"] is not a map (key: value); write a map (key: value)',
      ],
      [
        "zones as numbers",
        [
          ["clusters", "az-eus", "zones"],
          ["1", 2],
        ],
        'clusters.az-eus.zones[1]: 2 is a number; put it in quotes: "2"',
      ],
      [
        "an engine that does not exist",
        [[...gateway, "scaling", "engine"], "hpaa"],
        'workloads.api-gateway.scaling.engine: "hpaa" is unknown; did you mean hpa? (write one of fixed, hpa)',
      ],
      [
        "a cluster without a cloud",
        [["clusters", "az-eus", "cloud"], remove],
        "clusters.az-eus.cloud: is missing; write one of aws, azure, gcp, existing",
      ],
    ];
    for (const [title, edit, expected] of cases) it(`refuse ${title}`, () => assert.deepEqual(fleet(edit), [expected]));
  });

  describe("settings", () => {
    it("take a short name only", () => {
      assert.deepEqual(fleet([["settings", "name"], "gateway-of-europe"]), [
        `settings.name: "gateway-of-europe" has 17 characters, at most 12 leave room in the clouds' physical names; shorten it`,
      ]);
    });

    it("take tags that every cloud can spell", () => {
      assert.match(
        fleet([["settings", "tags", "Owner"], "platform"]).join(),
        /^settings\.tags\.Owner: "Owner" is not a tag key in all three clouds/,
      );
      assert.match(
        fleet([["settings", "tags", "owner"], "Platform Team"]).join(),
        /^settings\.tags\.owner: "Platform Team" is not a tag value in all three clouds/,
      );
    });

    it("take a private supernet that holds every slot", () => {
      assert.deepEqual(fleet([["settings", "network"], { supernet: "8.0.0.0/8" }]), [
        'settings.network.supernet: "8.0.0.0/8" is not private; take a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
      ]);
      assert.deepEqual(fleet([["settings", "network"], { supernet: "10.0.0.0/16" }]), [
        "clusters.gcp-usw1.slot: 4 is above 3: 10.0.0.0/16 holds 4 blocks of /18, so slots go from 0 to 3; choose a free one, or widen settings.network.supernet before the first cluster",
        "clusters.gcp-usc1.slot: 5 is above 3: 10.0.0.0/16 holds 4 blocks of /18, so slots go from 0 to 3; choose a free one, or widen settings.network.supernet before the first cluster",
      ]);
    });
  });

  describe("clouds", () => {
    it("take an account id with all its digits", () => {
      const number = fleet([["clouds", "aws", "account"], 11111111111]);
      assert.deepEqual(number, [
        `clouds.aws.account: 11111111111 is a number, and YAML drops a number's leading zeros; write all twelve digits in quotes, such as "011111111111"`,
      ]);
      assert.deepEqual(fleet([["clouds", "aws", "account"], "11111111111"]), [
        'clouds.aws.account: "11111111111" is not an account id, which has twelve digits; is a leading zero missing?',
      ]);
    });

    it("take a deployer of the account, as a principal", () => {
      assert.deepEqual(fleet([["clouds", "aws", "deployer"], "arn:aws:iam::666666666666:role/deployer"]), [
        'clouds.aws.deployer: "arn:aws:iam::666666666666:role/deployer" is not in account 111111111111; name a role of that account, or correct account',
      ]);
      assert.deepEqual(fleet([["clouds", "aws", "deployer"], "arn:aws:sts::111111111111:assumed-role/deployer/me"]), [
        'clouds.aws.deployer: "arn:aws:sts::111111111111:assumed-role/deployer/me" is a session, not a principal; write its role, arn:aws:iam::111111111111:role/deployer (with the role\'s path, if it has one)',
      ]);
    });

    it("never open an API server to everybody", () => {
      assert.deepEqual(
        fleet([
          ["clouds", "gcp", "apiAccess", "cidrs"],
          ["0.0.0.0/0", "::/0", "128.0.0.0/1"],
        ]),
        [
          "clouds.gcp.apiAccess.cidrs[0]: 0.0.0.0/0 lets the whole internet reach the API server; list your own addresses, or use apiAccess mode private",
          "clouds.gcp.apiAccess.cidrs[1]: ::/0 lets the whole IPv6 internet reach the API server; list your own IPv4 addresses",
          'clouds.gcp.apiAccess.cidrs[2]: "128.0.0.0/1" is wider than a /8, which no one owns alone; list your own addresses',
        ],
      );
      assert.deepEqual(fleet([["clouds", "gcp", "apiAccess"], { mode: "public" }]), [
        'clouds.gcp.apiAccess.mode: "public" is unknown; write one of private, restricted, iamDns',
      ]);
    });

    it("are entered by a DNS name on Google Cloud only", () => {
      assert.deepEqual(fleet([["clouds", "gcp", "apiAccess"], { mode: "iamDns" }]), []);
      for (const cloud of ["aws", "azure"])
        assert.deepEqual(fleet([["clouds", cloud, "apiAccess"], { mode: "iamDns" }]), [
          `clouds.${cloud}.apiAccess.mode: "iamDns" is a way into GKE clusters only (clouds.gcp); write private, or restricted with cidrs`,
        ]);
      assert.deepEqual(fleet([["clouds", "aws", "apiAccess"], { mode: "public" }]), [
        'clouds.aws.apiAccess.mode: "public" is unknown; write one of private, restricted',
      ]);
    });

    it("have Karpenter for a node autoscaler on AWS only, in the cloud or in a cluster", () => {
      assert.deepEqual(fleet([["clouds", "aws", "nodeAutoscaler"], "karpenter"]), []);
      assert.deepEqual(fleet([["clusters", "aws-usw2", "nodeAutoscaler"], "karpenter"]), []);
      assert.deepEqual(fleet([["clouds", "aws", "nodeAutoscaler"], "karpentr"]), [
        'clouds.aws.nodeAutoscaler: "karpentr" is unknown; did you mean karpenter? (write one of clusterAutoscaler, karpenter)',
      ]);
      assert.deepEqual(fleet([["clusters", "aws-usw2", "nodeAutoscaler"], true]), [
        "clusters.aws-usw2.nodeAutoscaler: true is unknown; write one of clusterAutoscaler, karpenter",
      ]);
      for (const path of [
        ["clouds", "gcp"],
        ["clusters", "az-eus"],
      ])
        assert.match(
          fleet([[...path, "nodeAutoscaler"], "karpenter"]).join(),
          /^[\w.-]+\.nodeAutoscaler: "nodeAutoscaler" is unknown; correct or remove it/,
        );
    });

    it("encrypt Secrets with a key in every region that has a cluster, or with none", () => {
      const key = (region: string) => `projects/fleet-keys/locations/${region}/keyRings/gke/cryptoKeys/secrets`;
      const keys = (...regions: string[]) => Object.fromEntries(regions.map((region) => [region, key(region)]));
      const path = ["clouds", "gcp", "secretsKeys"];
      assert.deepEqual(fleet([path, keys("us-west1", "us-central1", "europe-west1")]), []);
      assert.deepEqual(fleet([path, keys("us-west1")]), [
        'clusters.gcp-usc1.region: "us-central1" has no key in clouds.gcp.secretsKeys, and other regions have one; add it, or remove secretsKeys',
      ]);
      assert.deepEqual(fleet([path, { ...keys("us-west1"), "us-central1": key("us-west1") }]), [
        `clouds.gcp.secretsKeys.us-central1: "${key("us-west1")}" is in us-west1; a cluster's key must be in the cluster's region, us-central1`,
      ]);
      assert.deepEqual(fleet([path, { ...keys("us-west1"), "us-central1": "secrets" }]), [
        'clouds.gcp.secretsKeys.us-central1: "secrets" is not a key\'s resource name; write it as projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>, without a version',
      ]);
    });

    it("take blocks as the clouds will give them back", () => {
      assert.deepEqual(
        fleet([
          ["clouds", "aws", "apiAccess", "cidrs"],
          ["203.0.113.7/24", "203.0.113.7", "10.0.0.0/8", "198.51.100.0/24", "198.51.100.0/24"],
        ]),
        [
          'clouds.aws.apiAccess.cidrs[0]: "203.0.113.7/24" has bits set beyond its prefix; write 203.0.113.0/24',
          'clouds.aws.apiAccess.cidrs[1]: "203.0.113.7" has no prefix length; write 203.0.113.7/32 for one address',
          'clouds.aws.apiAccess.cidrs[2]: "10.0.0.0/8" is private; EKS takes public blocks here, and private addresses reach the API server through the VPC anyway; remove it',
          'clouds.aws.apiAccess.cidrs[4]: "198.51.100.0/24" is also item 4 of the list; name it once',
        ],
      );
    });

    for (const [cloud, limit] of Object.entries({ aws: 40, azure: 199, gcp: 100 }))
      it(`take no more blocks than ${cloud} has room for beside the program's own`, () => {
        const blocks = (length: number) => Array.from({ length }, (_, index) => `203.0.113.${index}/32`);
        assert.deepEqual(fleet([["clouds", cloud, "apiAccess", "cidrs"], blocks(limit)]), []);
        assert.deepEqual(fleet([["clouds", cloud, "apiAccess", "cidrs"], blocks(limit + 1)]), [
          `clouds.${cloud}.apiAccess.cidrs: has ${limit + 1} blocks, at most ${limit} are possible; merge neighbours into wider blocks`,
        ]);
      });

    it("take a spot share of 0 to 100 percent", () => {
      assert.deepEqual(fleet([["clouds", "aws", "spot", "percent"], 101]), [
        "clouds.aws.spot.percent: 101 is above the maximum 100; write 100 or less",
      ]);
      assert.deepEqual(fleet([["clouds", "aws", "spot", "percent"], -1]), [
        "clouds.aws.spot.percent: -1 is below the minimum 0; write 0 or more",
      ]);
    });
  });

  describe("the day of judgement", () => {
    it("is written, since a plan reads no clock, and is a day", () => {
      assert.match(fleet([["settings", "asOf"], remove])[0] ?? "", /^settings\.asOf: is missing; add it: The day, YYYY-MM-DD/);
      assert.deepEqual(fleet([["settings", "asOf"], "23.11.2026"]), ['settings.asOf: "23.11.2026" is not a date; write it as 2026-11-30']);
    });
  });

  describe("an upgrade", () => {
    it("has waves, and every wave a cluster", () => {
      assert.deepEqual(fleet([["upgrade"], { to: "1.36", waves: [] }]), [
        "upgrade.waves: has no wave; list the clusters to upgrade, such as [[first], [second, third]]",
      ]);
      assert.deepEqual(fleet([["upgrade"], { to: "1.36", waves: [["aws-usw2"], []] }]), [
        "upgrade.waves[1]: names no cluster; name one, or remove the wave",
      ]);
      assert.deepEqual(fleet([["upgrade"], { to: "1.36", waves: [["aws-usw2"]] }]), []);
    });
  });

  describe("quotas", () => {
    it("are numbers, or maps by region, of names that the cloud's table has", () => {
      assert.deepEqual(fleet([["clouds", "aws", "quotas"], { elasticIp: 10 }]), [
        'clouds.aws.quotas.elasticIp: "elasticIp" is unknown; did you mean "elasticIps"?',
      ]);
      assert.equal(fleet([["clouds", "aws", "quotas"], { elasticIps: "ten" }]).length, 1);
      assert.deepEqual(fleet([["clouds", "aws", "quotas"], { elasticIps: { "us-west-2": 10 } }]), []);
    });
  });

  describe("clusters", () => {
    it("take the Kubernetes version as text", () => {
      assert.deepEqual(fleet([["clusters", "aws-usw2", "kubernetes"], 1.3]), [
        'clusters.aws-usw2.kubernetes: 1.3 is a number, and YAML reads 1.30 as 1.3; write the version in quotes, such as "1.35"',
      ]);
    });

    it("have a slot each", () => {
      assert.deepEqual(fleet([["clusters", "aws-use1", "slot"], 0]), [
        "clusters.aws-use1.slot: 0 is already the slot of aws-usw2; give aws-use1 one that no cluster has or had, such as 6",
      ]);
    });

    it("keep their slots apart even while one of them has other problems", () => {
      assert.deepEqual(fleet([["clusters", "aws-use1", "slot"], 0], [["clusters", "aws-use1", "kubernetes"], 1.35]).length, 2);
    });

    it("name zones that hold a control plane", () => {
      assert.deepEqual(fleet([["clusters", "aws-use1", "zones", 2], "use1-az3"]), [
        'clusters.aws-use1.zones[2]: "use1-az3" cannot hold an EKS control plane; choose another zone of us-east-1 (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html)',
      ]);
    });

    it("name zones of their region, by id, each once", () => {
      const zone = (cluster: string, value: string) => fleet([["clusters", cluster, "zones", 1], value]);
      assert.deepEqual(zone("aws-use1", "usw2-az2"), [
        'clusters.aws-use1.zones[1]: "usw2-az2" is not in us-east-1, whose zone ids begin with use1-; choose zones of the cluster\'s region',
      ]);
      assert.deepEqual(zone("aws-use1", "us-east-1b"), [
        'clusters.aws-use1.zones[1]: "us-east-1b" means another zone in each account; write the zone\'s id, such as use1-az1 (`aws ec2 describe-availability-zones` lists them)',
      ]);
      assert.deepEqual(zone("aws-use1", "use1-az1"), ['clusters.aws-use1.zones[1]: "use1-az1" is also item 1 of the list; name it once']);
      assert.deepEqual(zone("gcp-usw1", "us-central1-b"), [
        'clusters.gcp-usw1.zones[1]: "us-central1-b" is not in us-west1; choose zones that begin with us-west1-',
      ]);
      assert.deepEqual(fleet([["clusters", "aws-use1", "zones"], ["use1-az1"]]), [
        "clusters.aws-use1.zones: has fewer than 2 zones; an EKS control plane needs two or more",
      ]);
    });

    it("name regions as their cloud does", () => {
      assert.match(
        fleet([["clusters", "az-eus", "region"], "East US"]).join(),
        /^clusters\.az-eus\.region: "East US" is not an Azure region; write its programmatic name/,
      );
      assert.match(
        fleet([["clusters", "gcp-usw1", "region"], "us-west1-a"]).join(),
        /^clusters\.gcp-usw1\.region: "us-west1-a" is not a Google Cloud region/,
      );
    });

    it("run in a cloud that is configured", () => {
      assert.deepEqual(fleet([["clouds", "gcp"], remove]), [
        'clusters.gcp-usw1.cloud: "gcp" is not configured; add clouds.gcp, or remove the cluster',
        'clusters.gcp-usc1.cloud: "gcp" is not configured; add clouds.gcp, or remove the cluster',
      ]);
    });

    it("have names that fit everywhere", () => {
      assert.match(
        fleet([["clusters", "AWS_1"], {}]).join(),
        /^clusters\.AWS_1: "AWS_1" is not a name; use lowercase letters, digits and hyphens/,
      );
    });

    it("are at least one", () => {
      assert.deepEqual(fleet([["clusters"], {}]), ["clusters: holds no cluster; add one, its name as the key"]);
    });

    it("are frozen until a date that exists", () => {
      assert.deepEqual(fleet([["clusters", "az-eus", "unreachable"], { reason: "outage", until: "2026-02-30" }]), [
        'clusters.az-eus.unreachable.until: "2026-02-30" is not a date; write it as 2026-11-30',
      ]);
    });
  });

  describe("node pools", () => {
    it("keep min, initial and max in order", () => {
      assert.deepEqual(fleet([["nodePools", "general", "min"], 30]), ["nodePools.general.min: 30 is above max 20; lower min or raise max"]);
      assert.deepEqual(fleet([["nodePools", "general", "initial"], 30]), [
        "nodePools.general.initial: 30 is outside min..max (3..20); choose a number in between, or leave it out to start with min",
      ]);
    });

    it("compare min and max even while the pool has other problems", () => {
      assert.deepEqual(fleet([["nodePools", "general", "min"], 30], [["nodePools", "general", "shape"], remove]).length, 2);
    });

    it("take a spot share of 0 to 100 percent", () => {
      assert.deepEqual(fleet([["nodePools", "general", "spotPercent"], 101]), [
        "nodePools.general.spotPercent: 101 is above the maximum 100; write 100 or less",
      ]);
    });

    it("leave one pool to pods that tolerate nothing", () => {
      assert.deepEqual(fleet([["nodePools", "general", "min"], 0]), [
        "nodePools: has no pool with min of 1 or more and no taints, so the clusters' own pods would find no node; give one pool both",
      ]);
    });

    it("leave the names of spot parts and reserved labels alone", () => {
      assert.match(
        fleet([["nodePools", "general-spot"], {}]).join(),
        /^nodePools\.general-spot: "general-spot" ends in "-spot", the name of a pool's spot part/,
      );
      assert.match(
        fleet([["nodePools", "general", "labels", "node.kubernetes.io/role"], "x"]).join(),
        /^nodePools\.general\.labels\["node\.kubernetes\.io\/role"\]: .* is reserved for Kubernetes or the cloud/,
      );
    });

    it("taint a key once per effect", () => {
      const taint = { key: "workload", value: "a", effect: "NoSchedule" };
      assert.deepEqual(
        fleet([
          ["nodePools", "compute", "taints"],
          [taint, { ...taint, value: "b" }],
        ]),
        ["nodePools.compute.taints[1]: workload with NoSchedule is also item 1; Kubernetes takes a key once per effect, remove one"],
      );
    });
  });

  describe("workloads", () => {
    const image = (value: string) => fleet([[...gateway, "image"], value]);

    it("run an image that means the same tomorrow", () => {
      assert.deepEqual(image("ghcr.io/example/api-gateway"), [
        'workloads.api-gateway.image: "ghcr.io/example/api-gateway" has no tag and would mean latest; add one, such as ghcr.io/example/api-gateway:1.8.2, or a digest',
      ]);
      assert.match(image("localhost:5000/api").join(), /^workloads\.api-gateway\.image: "localhost:5000\/api" has no tag/);
      assert.match(image("ghcr.io/example/api:latest").join(), /means another image after every push/);
      assert.match(image("ghcr.io/Example/API:1").join(), /is not an image; write registry\/repository:tag in lowercase/);
      assert.deepEqual(image(`localhost:5000/api@sha256:${"0".repeat(64)}`), []);
    });

    it("request no more than their limit, across units", () => {
      const requests = (cpu: string, memory: string) => fleet([[...gateway, "resources", "requests"], { cpu, memory }]);
      assert.deepEqual(requests("2500m", "1Gi"), [
        "workloads.api-gateway.resources.requests.cpu: 2500m is above limits.cpu 2; lower the request or raise the limit",
      ]);
      assert.deepEqual(requests("500m", "4300M"), [
        "workloads.api-gateway.resources.requests.memory: 4300M is above limits.memory 4Gi; lower the request or raise the limit",
      ]);
      assert.deepEqual(requests("500m", "4200M"), []);
    });

    it("state quantities that mean what was meant", () => {
      const memory = (value: string) =>
        fleet([[...gateway, "resources", "requests", "memory"], value]).map((text) =>
          text.replace("workloads.api-gateway.resources.requests.memory: ", ""),
        );
      assert.deepEqual(memory("512m"), ['"512m" means thousandths of a byte; write 512Mi']);
      assert.deepEqual(memory("1GB"), ['"1GB" is not a quantity of memory; write 1Gi']);
      assert.deepEqual(memory("512"), [
        '"512" is below 4Mi, the least that a container starts with; is a suffix missing, as in 512Mi or 1Gi?',
      ]);
      const cpu = (value: string) =>
        fleet([[...gateway, "resources", "requests", "cpu"], value]).map((text) =>
          text.replace("workloads.api-gateway.resources.requests.cpu: ", ""),
        );
      assert.deepEqual(cpu("500Mi"), ['"500Mi" is an amount of memory; write cores or thousandths of a core, such as "2" or 500m']);
      assert.deepEqual(cpu("0"), ['"0" is not above 0; write what a replica needs, such as 500m']);
      assert.deepEqual(cpu("0.0005"), ['"0.0005" is finer than a thousandth of a core, the least Kubernetes counts; write 1m']);
      assert.match(cpu("1.23456").join(), /; write 1235m$/);
    });

    it("can be updated, drained and stopped", () => {
      const rollingUpdate = fleet([[...gateway, "rollingUpdate"], { maxSurge: "0%", maxUnavailable: 0 }]);
      assert.deepEqual(rollingUpdate, [
        "workloads.api-gateway.rollingUpdate.maxSurge: 0% together with maxUnavailable 0 lets an update replace nothing; raise one of them, such as maxSurge: 25%",
      ]);
      const budget = (maxUnavailable: number | string) => fleet([[...gateway, "disruptionBudget"], { maxUnavailable }]);
      assert.deepEqual(budget(0), [
        "workloads.api-gateway.disruptionBudget.maxUnavailable: 0 forbids every node drain and so every upgrade; allow 1 or more",
      ]);
      assert.deepEqual(budget(3), [
        "workloads.api-gateway.disruptionBudget.maxUnavailable: 3 lets a drain take all 3 replicas at once; allow 2 or fewer, or 66% at most",
      ]);
      assert.deepEqual(budget("125%"), [
        'workloads.api-gateway.disruptionBudget.maxUnavailable: "125%" is neither a count nor a percentage; write a whole number such as 1, or 0% to 100%',
      ]);
      assert.deepEqual(fleet([[...gateway, "shutdown", "preStopSeconds"], 25]), [
        "workloads.api-gateway.shutdown.preStopSeconds: 25 leaves nothing of gracePeriodSeconds 25 to finish requests; lower it or raise gracePeriodSeconds",
      ]);
      assert.deepEqual(fleet([[...gateway, "shutdown", "gracePeriodSeconds"], 60]), [
        "workloads.api-gateway.shutdown.gracePeriodSeconds: 60 is above the 30 seconds' notice of a spot node; lower it, or set spot: avoid",
      ]);
    });

    it("scale between bounds that are in order", () => {
      assert.deepEqual(fleet([[...gateway, "scaling", "min"], 51]), [
        "workloads.api-gateway.scaling.min: 51 is above max 50; lower min or raise max",
      ]);
    });

    it("share one front door", () => {
      const { prod } = { prod: edited("prod", [["workloads", "web"], gatewayLike()]) };
      assert.deepEqual(complaints({ prod }, "prod"), [
        "workloads.web.expose: the front door already belongs to api-gateway; expose one workload and route to web from there",
      ]);
    });

    it("leave Kubernetes' own namespaces alone", () => {
      assert.deepEqual(fleet([[...gateway, "namespace"], "kube-system"]), [
        `workloads.api-gateway.namespace: "kube-system" is Kubernetes' own namespace; choose another, or leave it out to use the workload's key`,
      ]);
    });
  });

  describe("overrides", () => {
    it("name pools and workloads that exist", () => {
      assert.deepEqual(
        fleet(
          [["clusters", "gcp-usw1", "overrides"], { nodePools: { genral: { max: 30 } } }],
          [["clouds", "aws", "overrides"], { workloads: { web: {} } }],
        ),
        [
          'clouds.aws.overrides.workloads.web: "web" is not in workloads; correct or remove it (known: api-gateway)',
          'clusters.gcp-usw1.overrides.nodePools.genral: "genral" is not in nodePools; did you mean "general"?',
        ],
      );
    });

    it("obey the same rules after merging, blamed where they are written", () => {
      assert.deepEqual(fleet([["clusters", "gcp-usw1", "overrides"], { nodePools: { general: { max: 2 } } }]), [
        "clusters.gcp-usw1.overrides.nodePools.general.max: min: 3 is above max 2; lower min or raise max (as merged for gcp-usw1)",
      ]);
      assert.deepEqual(fleet([["clouds", "gcp", "overrides"], { nodePools: { general: { min: 6 } } }]), [
        "clouds.gcp.overrides.nodePools.general.min: initial: 5 is outside min..max (6..20); choose a number in between, or leave it out to start with min (as merged for gcp-usc1, gcp-usw1)",
      ]);
    });

    it("blame the cluster's words where its cloud's alone would be right", () => {
      const edits: Edit[] = [
        [["clouds", "gcp", "overrides"], { workloads: { "api-gateway": { scaling: { max: 20 } } } }],
        [["clusters", "gcp-usw1", "overrides"], { workloads: { "api-gateway": { scaling: { min: 21 } } } }],
      ];
      assert.deepEqual(fleet(...edits), [
        "clusters.gcp-usw1.overrides.workloads.api-gateway.scaling.min: 21 is above max 20; lower min or raise max (as merged for gcp-usw1)",
      ]);
    });

    it("may not give replica bounds to a workload of fixed size", () => {
      assert.deepEqual(
        fleet(
          [[...gateway, "scaling"], { engine: "fixed", replicas: 3 }],
          [["clusters", "az-eus", "overrides"], { workloads: { "api-gateway": { scaling: { min: 4 } } } }],
        ),
        [
          'clusters.az-eus.overrides.workloads.api-gateway.scaling.min: "min" is unknown; correct or remove it (known: engine, replicas) (as merged for az-eus)',
        ],
      );
    });
  });
});

function gatewayLike(): unknown {
  const quantities = { cpu: "100m", memory: "128Mi" };
  const probe = { path: "/" };
  return {
    image: "ghcr.io/example/web:1",
    port: 8080,
    expose: { port: 8081 },
    resources: { requests: quantities, limits: quantities },
    probes: { startup: probe, liveness: probe, readiness: probe },
    spread: {},
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    shutdown: { gracePeriodSeconds: 30, preStopSeconds: 5 },
    scaling: { engine: "fixed", replicas: 2 },
    disruptionBudget: { maxUnavailable: 1 },
  };
}
