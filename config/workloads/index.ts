import { z } from "zod";
import { availability, budgetAllowsSome, shutdownFits, updateKeepsSome, updateMoves } from "./availability";
import { Env, envText } from "./env";
import { Architectures, Image } from "./image";
import { namespacesAreFree } from "./namespaces";
import { int32 } from "../values/counts";
import { httpPath } from "../values/httpPath";
import { Key } from "../values/names";
import { Resources, ResourcesOverride } from "./resources";
import { type Rule, withRules } from "../file/rules";
import { Scaling, ScalingOverride } from "./scaling";
import { ServiceCapacity, ServiceCapacityOverride } from "./capacity";

/**
 * The load balancer of an EKS cluster asks what the readiness probe asks.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html (HealthCheckPath)
 */
const HttpPath = httpPath(1024);

const Probe = withRules(
  z.strictObject({
    path: HttpPath.describe("Path of the HTTP GET on the container's port; an answer from 200 to 399 is a success."),
    periodSeconds: int32(1).default(10).describe("Seconds between probes."),
    timeoutSeconds: int32(1).default(1).describe("Seconds until a probe without an answer has failed; at most periodSeconds."),
    failureThreshold: int32(1).default(3).describe("Failures in a row until the probe counts as failed."),
  }),
  ({ periodSeconds, timeoutSeconds }, { sound, report }) => {
    if (sound("periodSeconds") && sound("timeoutSeconds") && timeoutSeconds > periodSeconds)
      report(
        ["timeoutSeconds"],
        `${timeoutSeconds} is above periodSeconds ${periodSeconds}, so probes would overlap; lower it or raise periodSeconds`,
        ["periodSeconds"],
      );
  },
).meta({ id: "Probe", description: "An HTTP probe of the container." });

const Spread = (across: string) =>
  z
    .strictObject({
      maxSkew: int32(1).describe(`Largest difference in replicas between any two ${across}.`),
      whenUnsatisfiable: z
        .enum(["DoNotSchedule", "ScheduleAnyway"])
        .describe("DoNotSchedule leaves a replica pending rather than break the spread; ScheduleAnyway only prefers it."),
    })
    .optional()
    .describe(`Spreads the replicas over ${across}. Default: no rule.`);

const Port = z.int().min(1).max(65535);

const fields = {
  namespace: Key.optional().describe("Namespace that holds the workload; the program makes it. Default: the workload's key."),
  image: Image,
  architectures: Architectures.optional().describe(
    "Processor architectures that the image is built for: replicas run on nodes of these only. Both for a multi-architecture image. Default: [amd64].",
  ),
  port: Port.describe("Port that the container listens on, 1 to 65535."),
  expose: z
    .strictObject({ port: Port.describe("Port at the front door, 1 to 65535.") })
    .optional()
    .describe(
      "Answers at the cluster's front door: the addresses that DNS hands out. At most one workload does. Default: inside the cluster only.",
    ),
  env: Env.default({}).describe(envText),
  resources: Resources,
  probes: z
    .strictObject({
      startup: Probe.describe(
        "Holds the other probes back until it succeeds; after periodSeconds x failureThreshold seconds the container is restarted.",
      ),
      liveness: Probe.describe("Restarts the container when it fails."),
      readiness: Probe.describe("Takes the replica out of service while it fails."),
    })
    .describe("How Kubernetes tells whether a replica works."),
  spread: z
    .strictObject({ zone: Spread("zones"), host: Spread("nodes") })
    .describe("How replicas are spread, so that a loss takes few of them."),
  spot: z
    .enum(["tolerate", "avoid"])
    .default("avoid")
    .describe("Whether replicas may run on spot nodes, which the cloud takes back at short notice (30 seconds on Azure and Google Cloud)."),
  capacity: ServiceCapacity.optional().describe(
    "What one replica carries: whether the fleet survives a loss is judged by it. Default: not known.",
  ),
  scaling: Scaling,
  ...availability,
};

/** One workload; it runs on every cluster, replicas are per cluster. */
export const Workload = withRules(z.strictObject(fields), updateMoves, updateKeepsSome, budgetAllowsSome, shutdownFits);

/** A front door has one set of addresses and so one Service. */
const oneIsExposed: Rule<Readonly<Record<string, Workload>>> = (workloads, { sound, report }) => {
  const [owner, ...others] = Object.keys(workloads).filter((name) => sound(name, "expose") && workloads[name]?.expose !== undefined);
  for (const name of others)
    report([name, "expose"], `the front door already belongs to ${owner}; expose one workload and route to ${name} from there`);
};

export const Workloads = withRules(z.record(Key, Workload), oneIsExposed, namespacesAreFree);

/** What a cloud or a cluster may say differently; scaling bounds only, the engine is the same everywhere. */
export const WorkloadOverride = z
  .strictObject({
    image: Image,
    architectures: Architectures,
    env: Env.describe(envText),
    resources: ResourcesOverride,
    capacity: ServiceCapacityOverride,
    scaling: ScalingOverride,
  })
  .partial()
  .meta({ id: "WorkloadOverride", description: "What differs from the workload of the same name in workloads; the rest stays." });

export type Workload = z.infer<typeof Workload>;
export type Workloads = z.infer<typeof Workloads>;
export type WorkloadOverride = z.infer<typeof WorkloadOverride>;
