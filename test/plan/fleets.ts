import fc from "fast-check";
import type { FleetConfig, StackConfig } from "../../config";
import type { ManagedCluster } from "../../config/clusters";
import type { NodePool } from "../../config/nodePools";
import type { Platform } from "../../config/engines";
import type { SecretSync } from "../../config/engines/secretSync";
import type { Traffic } from "../../config/traffic";
import type { CloudDnsSection } from "../../config/traffic/cloudDns";
import type { Degradation } from "../../config/traffic/degradation";
import type { Route53Section } from "../../config/traffic/route53";
import type { TrafficManagerSection } from "../../config/traffic/trafficManager";
import type { Workload } from "../../config/workloads";
import { defaultSettings } from "./settings";

/** Small fleets by hand, and any fleet at all by arbitrary: parsed config, since what is written is for test/config. */

const apiAccess = { mode: "restricted", cidrs: ["203.0.113.0/24"] } as const;
const cloud = { apiAccess: { ...apiAccess, cidrs: [...apiAccess.cidrs] }, overrides: {} };

/** Of accounts that have been raised far beyond what any test plans. */
const awsQuotas = { elasticIps: 1000, natGatewaysPerZone: 100, vpcs: 100, onDemandVcpus: 100_000, spotVcpus: 100_000 };
const azureQuotas = {
  regionalVcpus: 100_000,
  ddsv5Vcpus: 100_000,
  dldsv5Vcpus: 100_000,
  edsv5Vcpus: 100_000,
  spotVcpus: 100_000,
  publicIps: 1000,
};
const gcpQuotas = {
  vcpusAllRegions: 100_000,
  n2Vcpus: 100_000,
  ssdTotalGb: 10_000_000,
  staticAddresses: 100,
  inUseAddresses: 100,
  networks: 100,
};

export const clouds = {
  aws: {
    ...cloud,
    account: "111111111111",
    deployer: "arn:aws:iam::111111111111:role/deployer",
    admins: ["arn:aws:iam::111111111111:role/admin"],
    natGateways: "perZone",
    privateEndpoints: true,
    nodeAutoscaler: "clusterAutoscaler",
    spot: { percent: 30, policy: "availability" },
    quotas: awsQuotas,
  },
  azure: {
    ...cloud,
    subscription: "22222222-2222-4222-8222-222222222222",
    tenant: "33333333-3333-4333-8333-333333333333",
    deployer: "44444444-4444-4444-8444-444444444444",
    admins: [],
    spot: { percent: 25, policy: "availability" },
    quotas: azureQuotas,
  },
  gcp: { ...cloud, project: "gateway-fleet-test", admins: [], spot: { percent: 20, policy: "availability" }, quotas: gcpQuotas },
} satisfies FleetConfig["clouds"];

export const settings: FleetConfig["settings"] = {
  name: "gateway",
  environment: "test",
  asOf: "2026-11-23",
  tags: { owner: "platform" },
  protect: true,
  ...defaultSettings,
  network: { supernet: "10.0.0.0/8", blockPrefix: 18 },
};

/** Slices of so many points, five minutes apart, by the latency that the gateways publish. */
export function slowness(points: readonly number[]): Degradation {
  return {
    metric: { region: "us-east-1", namespace: "Gateway", name: "ResponseTime", dimensions: {}, unit: "Milliseconds", statistic: "Average" },
    aboveSeconds: 5,
    slices: points.map((part, index) => ({ points: part, afterMinutes: 5 * (index + 1) })),
  };
}

export const usw2: ManagedCluster = {
  cloud: "aws",
  region: "us-west-2",
  zones: ["usw2-az1", "usw2-az2", "usw2-az3"],
  slot: 0,
  kubernetes: "1.35",
  overrides: {},
};
export const wus2: ManagedCluster = {
  cloud: "azure",
  region: "westus2",
  zones: ["1", "2", "3"],
  slot: 1,
  kubernetes: "1.35",
  overrides: {},
};
export const usw1: ManagedCluster = {
  cloud: "gcp",
  region: "us-west1",
  zones: ["us-west1-a", "us-west1-b", "us-west1-c"],
  slot: 2,
  kubernetes: "1.35",
  overrides: {},
};

export const general: NodePool = {
  shape: { vcpu: 2, memoryGiB: 8, arch: "amd64" },
  min: 3,
  max: 20,
  initial: 5,
  labels: { "node-type": "general", workload: "api-gateway" },
  taints: [],
};

export const gateway: Workload = {
  image: "ghcr.io/example/api-gateway:1.8.2",
  port: 8080,
  expose: { port: 80 },
  env: {},
  resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "2", memory: "4Gi" } },
  probes: {
    startup: { path: "/healthz", periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 30 },
    liveness: { path: "/healthz", periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 },
    readiness: { path: "/ready", periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 3 },
  },
  spread: { zone: { maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" }, host: { maxSkew: 2, whenUnsatisfiable: "ScheduleAnyway" } },
  spot: "tolerate",
  rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 },
  shutdown: { gracePeriodSeconds: 25, preStopSeconds: 10 },
  scaling: {
    engine: "hpa",
    min: 3,
    max: 50,
    cpuPercent: 70,
    memoryPercent: 80,
    behavior: {
      scaleUp: {
        windowSeconds: 60,
        select: "Max",
        policies: [
          { percent: 100, periodSeconds: 60 },
          { pods: 5, periodSeconds: 60 },
        ],
      },
      scaleDown: {
        windowSeconds: 300,
        select: "Min",
        policies: [
          { percent: 10, periodSeconds: 60 },
          { pods: 2, periodSeconds: 60 },
        ],
      },
    },
  },
  disruptionBudget: { maxUnavailable: "25%" },
};

export const fleet: FleetConfig = {
  settings,
  clouds,
  clusters: { "aws-usw2": usw2, "az-wus2": wus2, "gcp-usw1": usw1 },
  nodePools: { general },
  workloads: { "api-gateway": gateway },
  platform: {},
  databases: {},
};

/** One secret of two fields, and one that is a single value under another name. */
export const secretSync: SecretSync = {
  engine: "externalSecrets",
  refreshMinutes: 5,
  stores: {
    aws: {},
    azure: {
      vault:
        "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/gateway-prod-secrets",
    },
    gcp: { projectNumber: "123456789012" },
  },
  secrets: {
    upstream: { namespace: "api-gateway" },
    "signing-key": { namespace: "api-gateway", key: "signing", field: "key.pem" },
  },
};

/** Each with what else it can be given, so that all of its resources are there. */
export const everyEngine = {
  configSync: {
    engine: "flux",
    repository: "https://git.example.com/gateway/clusters.git",
    branch: "main",
    path: "clusters",
    intervalMinutes: 5,
    credentials: "flux-repository",
  },
  eventScaling: { engine: "keda" },
  monitoring: {
    engine: "kubePrometheusStack",
    retentionDays: 15,
    storageGiB: 50,
    alertmanagerSecret: "alertmanager",
    grafana: { adminSecret: "grafana" },
    probes: { intervalSeconds: 15, latencyMilliseconds: 500 },
  },
  secretSync,
  mesh: { engine: "istio", trustDomain: "cluster.local", crossCluster: { exposure: "public", allowedCidrs: ["203.0.113.0/24"] } },
} satisfies Required<Omit<Platform, "admiralty">>;

const health = { protocol: "HTTP", port: 80, path: "/healthz", intervalSeconds: 30, failureThreshold: 3 } as const;

const anyDns = {
  zone: { name: "gslb.example.com" },
  host: "api",
  aliases: [],
  weights: { aws: 70, azure: 20, gcp: 10 },
  regions: {},
  clusters: { "aws-usw2": 1, "az-wus2": 1, "gcp-usw1": 1 },
  standbyTrickle: 1,
  backups: {},
  allowDegraded: [],
  overrides: [],
  change: { maxStepPercent: 20 },
  ttlSeconds: 60,
  protect: true,
};

export const traffic: Route53Section = {
  ...anyDns,
  provider: "route53",
  acceleratedRecovery: true,
  degradation: {},
  measureLatency: true,
  onCloudLoss: "redirect",
  health,
};

export const cloudDnsTraffic: CloudDnsSection = {
  ...anyDns,
  provider: "cloudDns",
  project: "gateway-fleet-dns",
  dnssec: true,
  onCloudLoss: "renormalise",
  health: {
    ...health,
    recoveryThreshold: 2,
    timeoutSeconds: 5,
    sourceRegions: ["us-central1", "europe-west1", "asia-northeast1"],
  },
};

export const trafficManagerTraffic: TrafficManagerSection = {
  ...anyDns,
  provider: "trafficManager",
  subscription: "22222222-2222-4222-8222-222222222222",
  tenant: "33333333-3333-4333-8333-333333333333",
  resourceGroup: { name: "gateway-dns", location: "northeurope" },
  dnsPrefix: "example-api",
  onCloudLoss: "redirect",
  health: { ...health, timeoutSeconds: 5 },
};

export function fleetStack(config: FleetConfig): StackConfig {
  return { kind: "fleet", stack: "test", fleet: config };
}

export function trafficStack(section: Traffic, config: FleetConfig): StackConfig {
  return {
    kind: "traffic",
    stack: "test-traffic",
    fleetStack: "test",
    fleet: config,
    traffic: { fleet: { stack: "test" }, traffic: section },
  };
}

const zoneNumbers = (min: number, max: number) => fc.uniqueArray(fc.integer({ min: 1, max }), { minLength: min, maxLength: 3 });

const anyCluster: fc.Arbitrary<ManagedCluster> = fc.oneof(
  zoneNumbers(2, 4).map((zones) => ({ ...usw2, zones: zones.map((zone) => `usw2-az${zone}`) })),
  fc
    .subarray([1, 2, 4, 5, 6], { minLength: 2, maxLength: 3 })
    .map((zones) => ({ ...usw2, region: "us-east-1", zones: zones.map((zone) => `use1-az${zone}`) })),
  zoneNumbers(1, 3).map((zones) => ({ ...wus2, zones: zones.map((zone) => (["1", "2", "3"] as const)[zone - 1] ?? "1") })),
  zoneNumbers(1, 3).map((zones) => ({ ...usw1, zones: zones.map((zone) => `us-west1-${"abc"[zone - 1] ?? "a"}`) })),
);

export const keys = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z0-9])?$/);

/** Valid fleets of up to eight clusters in any order, each in a slot of its own. */
export const fleets: fc.Arbitrary<FleetConfig> = fc
  .uniqueArray(fc.record({ name: keys, cluster: anyCluster, slot: fc.integer({ min: 0, max: 255 }) }), {
    minLength: 1,
    maxLength: 8,
    comparator: (a, b) => a.name === b.name || a.slot === b.slot,
  })
  .map((entries) => ({
    ...fleet,
    clusters: Object.fromEntries(entries.map(({ name, cluster, slot }) => [name, { ...cluster, slot }])),
  }));
