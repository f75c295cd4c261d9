import assert from "node:assert/strict";
import { complaints, type Edit, edited, remove } from "../project";

const gateway = ["workloads", "api-gateway"] as const;
const both = (fleet: readonly Edit[], traffic: readonly Edit[]) => ({
  prod: edited("prod", ...fleet),
  "prod-traffic": edited("prod-traffic", ...traffic),
});
/** What is wrong in either file, whichever of the two stacks is planned. */
const said = (fleet: readonly Edit[], traffic: readonly Edit[]) => {
  const found = complaints(both(fleet, traffic), "prod-traffic");
  assert.deepEqual(complaints(both(fleet, traffic), "prod"), found);
  return found;
};
const health = (...edits: readonly (readonly [string, unknown])[]) =>
  edits.map(([key, value]): Edit => [["traffic", "health", key], value]);

describe("health checks", () => {
  it("ask over HTTP what pods answer over HTTP: each word is right, and together no address would ever be healthy", () => {
    const on443: Edit = [[...gateway, "expose"], { port: 443 }];
    assert.deepEqual(said([on443], health(["protocol", "HTTPS"], ["port", 443])), [
      "traffic.health.protocol: HTTPS is probed, but the front doors pass connections on as they come, to pods that speak HTTP " +
        "(workloads.api-gateway.probes of Pulumi.prod.yaml): no probe would ever succeed; write HTTP, or TCP",
    ]);
    assert.deepEqual(said([], health(["protocol", "HTTPS"], ["port", 443])), [
      "traffic.health.protocol: HTTPS is probed, but the front doors pass connections on as they come, to pods that speak HTTP " +
        "(workloads.api-gateway.probes of Pulumi.prod.yaml): no probe would ever succeed; write HTTP, or TCP",
      "traffic.health.port: 443 is probed, but the front doors answer on 80 (workloads.api-gateway.expose.port of Pulumi.prod.yaml); probe that port",
    ]);
    assert.deepEqual(said([], health(["protocol", "TCP"], ["path", remove])), []);
  });

  it("ask for no path where they want a connection alone", () => {
    assert.deepEqual(said([], health(["protocol", "TCP"])), [
      'traffic.health.path: "/healthz" would never be asked: a TCP probe wants a connection alone; remove it, or write protocol: HTTP',
    ]);
  });

  it("ask for a path that the exposed workload's own probes ask for", () => {
    assert.deepEqual(said([], health(["path", "/helthz"])), [
      'traffic.health.path: "/helthz" is probed, and nobody is known to answer it: workloads.api-gateway.probes of Pulumi.prod.yaml ask /healthz, /ready; ' +
        "did you mean /healthz? (or let one of those probes ask it, too)",
    ]);
    assert.match(said([], health(["path", "/status/of/everything"])).join(), /ask \/healthz, \/ready; write one of these \(or let/);
    assert.deepEqual(said([], health(["path", "/ready"])), []);
    assert.deepEqual(said([], health(["path", "/healthz?from=dns"])), [], "a query is for whoever answers");
  });

  it("ask for the default path only where somebody answers it", () => {
    const probes = Object.fromEntries(["startup", "liveness", "readiness"].map((kind) => [kind, { path: "/up" }]));
    assert.match(
      said([[[...gateway, "probes"], probes]], health(["path", remove])).join(),
      /^traffic\.health\.path: "\/healthz" is probed, and nobody is known to answer it: .* ask \/up; /,
    );
    assert.deepEqual(said([[[...gateway, "probes"], probes]], health(["path", "/up"])), []);
  });

  it("in one stack name the place without a file", () => {
    const staging = complaints({ staging: edited("staging", [["traffic", "health", "path"], "/x"]) }, "staging");
    assert.match(staging.join(), /^traffic\.health\.path: .*: workloads\.api-gateway\.probes ask \/healthz, \/ready;/);
  });

  it("are not judged by probes that are wrong themselves", () => {
    const found = said([[[...gateway, "probes", "liveness", "path"], "up"]], health(["path", "/up"]));
    assert.deepEqual(
      found.map((text) => text.split(":")[0]),
      ["workloads.api-gateway.probes.liveness.path"],
    );
  });
});

describe("a zone's name", () => {
  const zone = (name: string) => said([], [[["traffic", "zone", "name"], name]]);

  it("is no address", () => {
    for (const address of ["10.0.0.1", "203.0.113.7"])
      assert.deepEqual(zone(address), [
        `traffic.zone.name: "${address}" is an address, and nobody delegates a zone of that name; write the zone's name, such as gslb.example.com`,
      ]);
    assert.match(zone("gslb.42").join(), /"gslb\.42" is not a zone's name/);
    assert.deepEqual(zone("1.example.com"), []);
  });
});

describe("the tenant of a subscription", () => {
  const azure = (tenant: string, subscription = "22222222-2222-4222-8222-222222222222") =>
    said(
      [],
      [
        [["traffic", "provider"], "trafficManager"],
        [["traffic", "subscription"], subscription],
        [["traffic", "tenant"], tenant],
        [["traffic", "resourceGroup"], { name: "gateway-dns", location: "northeurope" }],
        [["traffic", "dnsPrefix"], "example-api"],
        [["traffic", "health", "recoveryThreshold"], remove],
      ],
    );

  it("is one, whichever file names it", () => {
    const [fleets, other] = ["33333333-3333-4333-8333-333333333333", "99999999-9999-4999-8999-999999999999"];
    assert.deepEqual(azure(fleets), []);
    assert.deepEqual(azure(other, "88888888-8888-4888-8888-888888888888"), []);
    assert.deepEqual(azure(other), [
      `traffic.tenant: "${other}" is another tenant than ${fleets} of clouds.azure, whose subscription this is, and a subscription is in one; correct one of the two`,
    ]);
  });

  it("goes with names that Azure lets anybody have", () => {
    const prefix = (dnsPrefix: string) =>
      said(
        [],
        [
          [["traffic", "provider"], "trafficManager"],
          [["traffic", "subscription"], "22222222-2222-4222-8222-222222222222"],
          [["traffic", "tenant"], "33333333-3333-4333-8333-333333333333"],
          [["traffic", "resourceGroup"], { name: "gateway-dns", location: "northeurope" }],
          [["traffic", "dnsPrefix"], dnsPrefix],
          [["traffic", "health", "recoveryThreshold"], remove],
        ],
      );
    for (const [name, word] of [
      ["windows-api", "windows"],
      ["login-api", "login"],
    ] as const)
      assert.deepEqual(prefix(name), [
        `traffic.dnsPrefix: "${name}" has "${word}" in it, which Azure keeps out of names; choose another (https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name)`,
      ]);
    assert.deepEqual(prefix("api-login"), []);
  });
});
