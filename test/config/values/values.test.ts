import assert from "node:assert/strict";
import { complaints, type Edit, edited } from "../project";

const fleet = (...edits: readonly Edit[]) => complaints({ prod: edited("prod", ...edits) }, "prod");
const traffic = (...edits: readonly Edit[]) =>
  complaints({ prod: edited("prod"), "prod-traffic": edited("prod-traffic", ...edits) }, "prod-traffic");

describe("addresses that requests come from", () => {
  const from = (cloud: string, block: string) => fleet([["clouds", cloud, "apiAccess", "cidrs"], [block]]);

  it("are none of those that no packet comes from over a network, in any cloud", () => {
    for (const [block, what] of [
      ["0.0.0.0/8", "of hosts that have no address yet"],
      ["127.0.0.1/32", "of each host's own loopback"],
      ["169.254.169.254/32", "of one link, and no router passes them on"],
      ["224.0.0.0/8", "of groups, which only receive"],
      ["255.255.255.255/32", "kept for later, and nobody has any"],
    ] as const)
      for (const cloud of ["aws", "azure", "gcp"])
        assert.deepEqual(from(cloud, block), [
          `clouds.${cloud}.apiAccess.cidrs[0]: "${block}" has no source of requests: its addresses are ${what}; remove it`,
        ]);
  });

  it("are public where the cloud looks at what comes over the internet, and may be private on GKE", () => {
    for (const block of ["10.0.0.0/8", "192.168.7.0/24", "100.64.0.0/10"]) {
      assert.deepEqual(from("azure", block), [
        `clouds.azure.apiAccess.cidrs[0]: "${block}" is private; AKS takes public blocks here, and who comes from a private network comes with the address of its way out; remove it`,
      ]);
      assert.match(from("aws", block).join(), /is private; EKS takes public blocks here/);
      assert.deepEqual(from("gcp", block), []);
    }
  });

  it("are public where the mesh's gateways answer on the internet", () => {
    const mesh = (exposure: string, block: string) =>
      fleet([["platform"], { mesh: { engine: "istio", crossCluster: { exposure, allowedCidrs: [block] } } }]);
    assert.deepEqual(mesh("public", "10.0.0.0/8"), [
      'platform.mesh.crossCluster.allowedCidrs[0]: "10.0.0.0/8" is private, and with exposure public requests come over the internet; list the addresses that the clusters\' nodes leave their networks with, or write exposure: internal',
    ]);
    assert.deepEqual(mesh("internal", "10.0.0.0/8"), []);
    assert.deepEqual(mesh("public", "203.0.113.0/24"), []);
    assert.match(mesh("internal", "127.0.0.0/8").join(), /has no source of requests/);
  });
});

describe("principals", () => {
  const admin = (arn: string) => fleet([["clouds", "aws", "admins"], [arn]]);

  it("are one role or user each, with names as IAM has them", () => {
    const role = "arn:aws:iam::111111111111:role";
    for (const right of [
      `${role}/platform-admin`,
      `${role}/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b2c`,
      `${role}/a+=,.@_-b`,
    ])
      assert.deepEqual(admin(right), []);
    for (const wrong of [`${role}/platform admin`, `${role}/`, `${role}/${"r".repeat(65)}`, `${role}/a/`])
      assert.deepEqual(admin(wrong), [
        `clouds.aws.admins[0]: "${wrong}" is not the ARN of an IAM role or user, whose name has letters, digits and "+=,.@_-"; write it as arn:aws:iam::111111111111:role/name`,
      ]);
    for (const several of [`${role}/*`, `${role}/team-?`, `${role}/team/*/admin`])
      assert.deepEqual(admin(several), [
        `clouds.aws.admins[0]: "${several}" stands for several principals, and EKS admits each by its own ARN; name them one by one`,
      ]);
  });

  it("are not the id of nobody", () => {
    assert.deepEqual(fleet([["clouds", "azure", "deployer"], "00000000-0000-0000-0000-000000000000"]), [
      'clouds.azure.deployer: "00000000-0000-0000-0000-000000000000" stands for nobody, and is an object id nowhere; copy it from the portal',
    ]);
  });
});

describe("labels and taints", () => {
  const taint = (key: string) => fleet([["nodePools", "compute", "taints"], [{ key, value: "spot", effect: "NoSchedule" }]]);
  const label = (key: string) => fleet([["nodePools", "general", "labels"], { [key]: "x" }]);

  it("leave the program's own alone: a label would be overwritten, and the spot part has its taint already", () => {
    const remedy = "has the program's own prefix, under which it says what a node is; use a prefix of your own, or none";
    assert.deepEqual(taint("gateway-fleet/capacity"), [`nodePools.compute.taints[0].key: "gateway-fleet/capacity" ${remedy}`]);
    for (const key of ["gateway-fleet/pool", "gateway-fleet/capacity"])
      assert.deepEqual(label(key), [`nodePools.general.labels["${key}"]: "${key}" ${remedy}`]);
  });

  it("leave alone what AWS writes itself, and have prefixes that are DNS names", () => {
    assert.match(label("topology.k8s.aws/zone-id").join(), /is reserved for Kubernetes or the cloud/);
    for (const key of ["a..b/c", "-a/c", "a-/c", "a.-b/c"]) assert.match(label(key).join(), /is not a label key/, key);
    for (const key of ["example.com/c", "a.b.c/d", "team-a/e"]) assert.deepEqual(label(key), [], key);
  });
});

describe("counts of the Kubernetes API", () => {
  it("fit 32 bits", () => {
    const gateway = ["workloads", "api-gateway"];
    for (const path of [
      [...gateway, "probes", "liveness", "failureThreshold"],
      [...gateway, "probes", "startup", "periodSeconds"],
      [...gateway, "spread", "zone", "maxSkew"],
      [...gateway, "scaling", "max"],
      [...gateway, "scaling", "behavior", "scaleUp", "policies", 1, "pods"],
      [...gateway, "rollingUpdate", "maxSurge"],
    ])
      assert.match(
        fleet([path, 2 ** 31]).join(),
        /: (2147483648 is above the maximum 2147483647; write 2147483647 or less|\{?.*is no policy|2147483648 is neither a count)/,
        path.join("."),
      );
    assert.deepEqual(fleet([[...gateway, "probes", "liveness", "failureThreshold"], 2 ** 31 - 1]), []);
  });
});

describe("paths that are asked over HTTP", () => {
  const probe = (path: string) => fleet([["workloads", "api-gateway", "probes", "liveness", "path"], path]);
  const place = "workloads.api-gateway.probes.liveness.path";

  it("have no fragment, which no client sends", () => {
    assert.deepEqual(probe("/healthz#live"), [
      `${place}: "/healthz#live" has a fragment, which no client sends; remove what begins with "#"`,
    ]);
    assert.match(traffic([["traffic", "health", "path"], "/healthz#a"]).join(), /traffic\.health\.path: .* has a fragment/);
  });

  it("are spelled as they are sent, and begin with no host", () => {
    assert.deepEqual(probe("//healthz"), [`${place}: "//healthz" begins with a host's name; begin it with one "/", such as /healthz`]);
    for (const path of ["/a b", "/größe", "/%zz", "/a\\b", "healthz", "/<x>"])
      assert.deepEqual(probe(path), [
        `${place}: "${path}" is not a path; begin it with "/", such as /healthz, and write spaces and what is not ASCII as %20`,
      ]);
    for (const path of ["/", "/a/b.c~d", "/healthz?verbose=1&from=dns", "/a%20b", "/@a:b;c"]) assert.deepEqual(probe(path), [], path);
  });
});

describe("reasons and last days", () => {
  const unreachable = (value: object) => fleet([["clusters", "aws-use1", "unreachable"], value]);
  const maintenance = (value: object) =>
    traffic([["traffic", "overrides"], [{ kind: "maintenance", from: "az-wus2", reason: "network works", until: "2026-12-01", ...value }]]);

  it("say something to whoever reads them", () => {
    for (const reason of ["x", "...", "tbd", "TODO", "n/a", "xxx", "12", "-", "because"]) {
      const said = `${JSON.stringify(reason)} says nothing to whoever reads the plan; write why, in a few words`;
      assert.deepEqual(unreachable({ reason, until: "2026-12-01" }), [`clusters.aws-use1.unreachable.reason: ${said}`]);
      assert.deepEqual(maintenance({ reason }), [`traffic.overrides[0].reason: ${said}`]);
    }
    for (const reason of ["fire", "us-east-1 is down", "INC-4711", "停電", "сбой сети"])
      assert.deepEqual(unreachable({ reason, until: "2026-12-01" }), [], reason);
  });

  it("name a person where somebody decided", () => {
    const failover = (approvedBy: string) =>
      traffic([["traffic", "overrides"], [{ kind: "failover", from: "gcp", reason: "incident 4711", until: "2026-12-01", approvedBy }]]);
    assert.deepEqual(failover("Li"), []);
    assert.deepEqual(failover("?"), ['traffic.overrides[0].approvedBy: "?" is nobody\'s name; write who decided it, by name or account']);
  });

  it("end, and within a year of the day at which they are judged", () => {
    const far = "is more than a year after settings.asOf 2026-11-23; write a day by which somebody decides again, 2027-11-23 at the latest";
    assert.deepEqual(maintenance({ until: "2036-12-01" }), [`traffic.overrides[0].until: 2036-12-01 ${far}`]);
    assert.deepEqual(unreachable({ reason: "us-east-1 is down", until: "2062-12-01" }), [
      `clusters.aws-use1.unreachable.until: 2062-12-01 ${far}`,
    ]);
    assert.deepEqual(unreachable({ reason: "us-east-1 is down", until: "2026-11-22" }), [
      "clusters.aws-use1.unreachable.until: 2026-11-22 is over at settings.asOf 2026-11-23; remove it, or decide again and write a later day",
    ]);
    for (const until of ["2026-11-23", "2027-11-23"]) assert.deepEqual(unreachable({ reason: "us-east-1 is down", until }), []);
  });
});
