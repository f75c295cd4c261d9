import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const root = join(__dirname, "../../..");

/** A stack file that mutants are made of. */
export interface Seed {
  readonly stack: string;
  readonly text: string;
  readonly content: unknown;
}

/** The files of the repository, as they are. */
export const seeds: readonly Seed[] = ["prod", "prod-traffic", "staging"].map((stack) => {
  const text = readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
  return { stack, text, content: parse(text) as unknown };
});

const arn = "arn:aws:sns:us-east-1:111111111111:databases";
const vault = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/gateway-prod";
const temporary = { reason: "a test", until: "2026-12-01" };

/** Words that the repository's files have no use for: where they stand, and what is right there. */
export const additions: readonly (readonly [path: string, value: unknown])[] = [
  ["platform", { monitoring: { engine: "kubePrometheusStack", retentionDays: 3 } }],
  [
    "platform",
    { mesh: { engine: "istio", crossCluster: { allowedCidrs: ["10.0.0.0/8"] } }, monitoring: { engine: "kubePrometheusStack" } },
  ],
  ["platform", { eventScaling: { engine: "keda" }, configSync: { engine: "flux", repository: "https://git.example.com/a/b" } }],
  [
    "platform",
    {
      secretSync: {
        engine: "externalSecrets",
        stores: { aws: {}, azure: { vault }, gcp: { projectNumber: "123456789012" } },
        secrets: { upstream: { namespace: "api-gateway" } },
      },
    },
  ],
  ["upgrade", { to: "1.36", waves: [["gcp-usw1"], ["aws-usw2"]] }],
  [
    "databases",
    {
      orders: {
        maxConnections: 5000,
        replication: { mechanism: "auroraGlobal", secondaries: { "us-east-1": { cluster: "orders", topic: arn } } },
      },
      copies: {
        maxConnections: 500,
        replication: { mechanism: "cnpgReplicaCluster", clusters: ["gcp-usw1"], namespace: "orders", cluster: "copy" },
      },
    },
  ],
  ["databases", { constructor: { maxConnections: 900 } }],
  ["workloads.api-gateway.capacity", { rpsPerReplica: 100, connections: { orders: 5, constructor: 3 } }],
  ["workloads.api-gateway.env", { LOG: "info", constructor: "a", toString: "b" }],
  [
    "clusters.edge",
    { cloud: "existing", context: "kind", kubernetes: "1.35", overrides: { workloads: { "api-gateway": { env: { A: "b" } } } } },
  ],
  ["clusters.constructor", { cloud: "azure", region: "westeurope", zones: ["1"], slot: 9, kubernetes: "1.35" }],
  ["clusters.aws-usw2.unreachable", temporary],
  ["clusters.aws-usw2.nodeAutoscaler", "karpenter"],
  ["clusters.gcp-usw1.overrides", { nodePools: { general: { min: 2, max: 9 } }, workloads: { "api-gateway": { scaling: { max: 9 } } } }],
  ["clouds.aws.nodeAutoscaler", "karpenter"],
  ["clouds.aws.overrides", { nodePools: { general: { labels: { constructor: "a" } } } }],
  ["clouds.azure.apiAccess", { mode: "private" }],
  ["clouds.gcp.apiAccess", { mode: "iamDns" }],
  ["clouds.aws.quotas", { elasticIps: { "us-west-2": 5, constructor: 4 } }],
  ["nodePools.constructor", { shape: { vcpu: 4, memoryGiB: 8 }, min: 0, max: 3, taints: [{ key: "a", value: "b", effect: "NoSchedule" }] }],
  ["nodePools.general.shape", { vcpu: 2, memoryGiB: 8, arch: "arm64" }],
  ["traffic.aliases", ["www"]],
  ["traffic.standbyTrickle", 3],
  ["traffic.weights", { aws: 90, azure: "standby", gcp: 10 }],
  ["traffic.regions", { aws: { "us-west-2": 60, "us-east-1": 40 } }],
  [
    "traffic.overrides",
    [
      { kind: "maintenance", from: "az-wus2", ...temporary },
      { kind: "canary", to: "gcp", percent: 5, ...temporary },
    ],
  ],
  ["traffic.allowDegraded", [{ lost: "aws", ...temporary }]],
  ["traffic.onCloudLoss", "renormalise"],
  [
    "traffic.degradation",
    {
      aws: {
        metric: { namespace: "Gateway", name: "ResponseTime", unit: "Seconds" },
        aboveSeconds: 1,
        slices: [{ points: 20, afterMinutes: 5 }],
      },
    },
  ],
  [
    "traffic.objectives",
    { rtoSeconds: 300, rpoSeconds: 60, replication: { mechanism: "auroraGlobal", lagAlarm: { name: "lag", seconds: 1 } } },
  ],
];

/** Right nowhere, or in few places. */
export const values: readonly unknown[] = [
  null,
  true,
  false,
  -1,
  0,
  1,
  1.3,
  2 ** 31,
  1e21,
  "",
  " ",
  "x",
  "0",
  "1constructor",
  "1toString",
  "100%",
  "500m",
  "1Gi",
  "10.0.0.0/8",
  "2026-12-01",
  "standby",
  "disabled",
  "constructor",
  "☃",
  "a\u0000b\u202e",
  "a".repeat(300),
  [],
  [null],
  [[]],
  {},
  { x: { secure: "y" } },
  { constructor: 1, toString: 1, hasOwnProperty: null },
];

/** Names that an object has without being told. */
export const names: readonly string[] = ["constructor", "toString", "hasOwnProperty", "valueOf", "x", "", "1", "a.b", "☃"];
