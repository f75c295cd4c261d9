import assert from "node:assert/strict";
import { complaints, type Edit, edited, remove } from "../project";

const gateway = ["workloads", "api-gateway"] as const;
const fleet = (...edits: readonly Edit[]) => complaints({ prod: edited("prod", ...edits) }, "prod");

describe("a workload's variables", () => {
  const env = (value: unknown) => fleet([[...gateway, "env"], value]);
  const place = "workloads.api-gateway.env";

  it("hold no NUL and no half of a character, whatever they are called, and their values are not shown", () => {
    const nul = "has a NUL character in it, and a variable's value ends there; take it out";
    assert.deepEqual(env({ MODE: "a\0b" }), [`${place}.MODE: ${nul}`]);
    assert.deepEqual(env({ DB_PASSWORD: "hunter2\0" }), [`${place}.DB_PASSWORD: ${nul}`]);
    assert.deepEqual(env({ MODE: "\ud800" }), [
      `${place}.MODE: has half of a character in it (a surrogate alone), which is no UTF-8; take it out`,
    ]);
    assert.deepEqual(env({ MODE: "😀 ok" }), []);
  });

  it("are each short enough for a process to be started with", () => {
    assert.deepEqual(env({ MODE: "x".repeat(131_072 - "MODE=".length - 1) }), []);
    assert.deepEqual(env({ MODE: "x".repeat(131_072 - "MODE=".length) }), [
      `${place}.MODE: takes 131073 bytes with its name, at most 131072 fit a variable, and the container would not start; shorten it, or bring it in as a file`,
    ]);
  });

  it("fit together into the objects that hold them, after overrides too", () => {
    // A file has less room than the objects, but what an alias repeats counts each time.
    const long = "x".repeat(120_000);
    const repeated = (...edits: readonly Edit[]) => {
      const [before = "", ...rest] = edited("prod", ...edits).split("REPEATED");
      return complaints({ prod: `${before}&long ${long}${rest.join("*long")}` }, "prod");
    };
    const half = (letter: string) => Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`${letter}${index}`, "REPEATED"]));
    const said =
      "takes 1200680 bytes with what Kubernetes keeps of each variable, at most 1048576 fit beside the rest of an object; write fewer or shorter variables, or bring files in";
    assert.deepEqual(repeated([[...gateway, "env"], half("A")]), []);
    assert.deepEqual(repeated([[...gateway, "env"], { ...half("A"), ...half("B") }]), [`${place}: ${said}`]);
    const others = "aws-use1, aws-usw2";
    assert.deepEqual(
      repeated([[...gateway, "env"], half("A")], [["clouds", "aws", "overrides"], { workloads: { "api-gateway": { env: half("B") } } }]),
      [`clouds.aws.overrides.workloads.api-gateway.env: ${said} (as merged for ${others})`],
    );
  });
});

describe("a workload's image", () => {
  const image = (value: string) => fleet([[...gateway, "image"], value]);

  it("is a reference as registries spell them", () => {
    for (const right of [
      "api:1",
      "example/api:1.8.2",
      "registry.example.com:5000/a/b__c/d--e.f:V_1",
      "[2001:db8::1]:5000/api:1",
      `Registry-1.example.com/api:1@sha256:${"a".repeat(64)}`,
    ])
      assert.deepEqual(image(right), [], right);
    for (const wrong of [
      "-a.example.com/api:1",
      "a-.example.com/api:1",
      "a..example.com/api:1",
      "example.com./api:1",
      "example.com/api..x:1",
      "example.com/-api:1",
      "example.com/api:-1",
      `example.com/api:${"1".repeat(129)}`,
      `example.com/api@sha256:${"A".repeat(64)}`,
      "https://example.com/api:1",
    ])
      assert.match(image(wrong).join(), /^workloads\.api-gateway\.image: ".*" is not an image; write registry\/repository:tag/, wrong);
  });

  it("has a name and a port that registries take", () => {
    const long = `ghcr.io/${"a".repeat(248)}`;
    assert.deepEqual(image(`ghcr.io/${"a".repeat(247)}:1`), []);
    assert.deepEqual(image(`${long}:1`), [
      `workloads.api-gateway.image: "${long}:1" has a name of 256 characters, at most 255 are taken by registries; shorten it`,
    ]);
    assert.deepEqual(image("example.com:70000/api:1"), [
      'workloads.api-gateway.image: "example.com:70000/api:1" names the port 70000, and ports go from 1 to 65535; write the registry\'s port, or none',
    ]);
  });

  it("is judged at once, however long it is", () => {
    const started = performance.now();
    for (const long of ["a-".repeat(60_000), "a.".repeat(60_000), "a/".repeat(60_000), `${"A1".repeat(60_000)}!`])
      assert.match(image(long).join(), /is not an image/);
    assert.ok(performance.now() - started < 4000);
  });
});

describe("what a drain and an update may take", () => {
  const count = (min: number, max = 50): Edit[] => [
    [[...gateway, "scaling", "min"], min],
    [[...gateway, "scaling", "max"], max],
  ];
  const budget = (maxUnavailable: number | string, ...edits: readonly Edit[]) =>
    fleet([[...gateway, "disruptionBudget"], { maxUnavailable }], ...edits);

  it("is never everybody, however a percentage is rounded", () => {
    assert.deepEqual(budget("51%", ...count(2)), [
      "workloads.api-gateway.disruptionBudget.maxUnavailable: 51%, rounded up, lets a drain take all 2 replicas at once; allow 1 or fewer, or 50% at most",
    ]);
    assert.deepEqual(budget("50%", ...count(2)), []);
    assert.deepEqual(budget("67%"), [
      "workloads.api-gateway.disruptionBudget.maxUnavailable: 67%, rounded up, lets a drain take all 3 replicas at once; allow 2 or fewer, or 66% at most",
    ]);
    assert.deepEqual(budget("66%"), []);
    assert.match(budget("100%").join(), /100% lets a drain take all 3 replicas at once/);
  });

  it("is judged at two replicas where one alone may be all there is: that one is drained, or nothing is", () => {
    assert.deepEqual(budget(1, ...count(1)), []);
    assert.deepEqual(budget(1, ...count(1, 1)), []);
    assert.match(budget("60%", ...count(1)).join(), /60%, rounded up, lets a drain take all 2 replicas at once/);
    assert.match(budget(2, ...count(1)).join(), /2 lets a drain take all 2 replicas at once/);
  });

  it("is judged by what an override makes of the count", () => {
    const fewer: Edit = [["clusters", "az-eus", "overrides"], { workloads: { "api-gateway": { scaling: { min: 2 } } } }];
    assert.match(
      budget("60%", fewer).join(),
      /^clusters\.az-eus\.overrides\.workloads\.api-gateway\.scaling\.min: disruptionBudget\.maxUnavailable: 60%, rounded up, lets a drain take all 2/,
    );
  });

  it("is never everybody in an update either", () => {
    const update = (maxUnavailable: number) => fleet([[...gateway, "rollingUpdate"], { maxSurge: 1, maxUnavailable }]);
    assert.deepEqual(update(2), []);
    assert.deepEqual(update(3), [
      "workloads.api-gateway.rollingUpdate.maxUnavailable: 3 lets an update stop all 3 replicas at once; write 2 or less, such as 0 with maxSurge: 25%",
    ]);
  });
});

describe("a workload's namespace", () => {
  const named = (namespace: string) => fleet([[...gateway, "namespace"], namespace]);

  it("is none of Kubernetes' and none of the clouds' own", () => {
    for (const [namespace, owner] of [
      ["default", "Kubernetes'"],
      ["kube-system", "Kubernetes'"],
      ["kube-anything", "Kubernetes'"],
      ["gke-managed-system", "GKE's"],
      ["gmp-system", "GKE's"],
      ["gatekeeper-system", "AKS's"],
      ["aks-istio-ingress", "AKS's"],
      ["amazon-cloudwatch", "EKS's"],
    ] as const)
      assert.deepEqual(named(namespace), [
        `workloads.api-gateway.namespace: "${namespace}" is ${owner} own namespace; choose another, or leave it out to use the workload's key`,
      ]);
    for (const free of ["defaults", "gmp", "gatekeeper", "kubernetes", "istio-system"]) assert.deepEqual(named(free), [], free);
  });

  it("is not one of those because the workload is called so", () => {
    const workload = { ...workloadOf(), namespace: undefined };
    assert.deepEqual(fleet([["workloads", "kube-state"], workload]), [
      'workloads.kube-state.namespace: "kube-state" is Kubernetes\' own namespace; write another one as namespace',
    ]);
    assert.deepEqual(fleet([["workloads", "default"], { ...workload, namespace: "web" }]), []);
  });
});

describe("what the exposed workload asks of load balancers", () => {
  const drained = (seconds: number, ...edits: readonly Edit[]) =>
    fleet([[...gateway, "shutdown", "gracePeriodSeconds"], seconds], [[...gateway, "spot"], "avoid"], ...edits);

  it("is a drain that AWS has, where the fleet is on AWS", () => {
    assert.deepEqual(drained(3600), []);
    assert.deepEqual(drained(3601), [
      "workloads.api-gateway.shutdown.gracePeriodSeconds: 3601 is above 3600, the longest that the load balancer of clusters.aws-usw2 lets connections of a stopping replica end; lower it",
    ]);
    const elsewhere: Edit[] = ["aws-usw2", "aws-use1"].map((name) => [["clusters", name], remove]);
    assert.deepEqual(drained(3601, ...elsewhere), []);
    assert.deepEqual(drained(3601, [[...gateway, "expose"], remove]), []);
  });

  it("is a port that Azure has, where the fleet is on Azure", () => {
    assert.deepEqual(fleet([[...gateway, "expose", "port"], 65535]), [
      "workloads.api-gateway.expose.port: 65535 is above 65534, the last port that the load balancer of clusters.az-wus2 answers on; choose another one",
    ]);
  });

  it("is no port of the sidecar, where the mesh puts one beside it", () => {
    const mesh: Edit = [["platform"], { mesh: { engine: "istio" } }];
    assert.deepEqual(fleet([[...gateway, "port"], 15021]), []);
    assert.match(
      fleet([[...gateway, "port"], 15021], mesh).join(),
      /^workloads\.api-gateway\.port: 15021 is a port of the sidecar that platform\.mesh puts beside the container/,
    );
    assert.deepEqual(fleet(mesh), []);
  });
});

function workloadOf() {
  const quantities = { cpu: "100m", memory: "128Mi" };
  const probe = { path: "/" };
  return {
    image: "ghcr.io/example/web:1",
    port: 8080,
    resources: { requests: quantities, limits: quantities },
    probes: { startup: probe, liveness: probe, readiness: probe },
    spread: {},
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    shutdown: { gracePeriodSeconds: 30, preStopSeconds: 5 },
    scaling: { engine: "fixed", replicas: 2 },
    disruptionBudget: { maxUnavailable: 1 },
  };
}
