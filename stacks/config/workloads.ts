import { z } from "zod";
import { Key } from "./names";

const Quantities = z.strictObject({ cpu: z.string(), memory: z.string() });
const Probe = z.strictObject({
  path: z.string(),
  periodSeconds: z.int().min(1).default(10),
  timeoutSeconds: z.int().min(1).default(1),
  failureThreshold: z.int().min(1).default(3),
});
const IntOrPercent = z.union([z.int().min(0), z.string().regex(/^(100|[1-9]?[0-9])%$/)]);
const Policy = z.union([
  z.strictObject({ percent: z.int().min(1), periodSeconds: z.int().min(1).max(1800) }),
  z.strictObject({ pods: z.int().min(1), periodSeconds: z.int().min(1).max(1800) }),
]);
const Rule = z.strictObject({
  windowSeconds: z.int().min(0).max(3600),
  select: z.enum(["Max", "Min"]),
  policies: z.array(Policy).min(1),
});

export const Scaling = z.discriminatedUnion("engine", [
  z.strictObject({ engine: z.literal("fixed"), replicas: z.int().min(1) }),
  z.strictObject({
    engine: z.literal("hpa"),
    min: z.int().min(1),
    max: z.int().min(1),
    cpuPercent: z.int().min(1).max(100),
    memoryPercent: z.int().min(1).max(100).optional(),
    behavior: z.strictObject({ scaleUp: Rule, scaleDown: Rule }),
  }),
]);

const fields = {
  namespace: Key.optional().describe("Default: the workload's key."),
  image: z.string(),
  port: z.int().min(1).max(65535),
  expose: z.strictObject({ port: z.int().min(1).max(65535) }).optional().describe("Answers at the cluster's front door."),
  env: z.record(z.string(), z.string()).default({}),
  resources: z.strictObject({ requests: Quantities, limits: Quantities }),
  probes: z.strictObject({ startup: Probe, liveness: Probe, readiness: Probe }),
  spread: z.strictObject({
    zone: z.strictObject({ maxSkew: z.int().min(1), whenUnsatisfiable: z.enum(["DoNotSchedule", "ScheduleAnyway"]) }).optional(),
    host: z.strictObject({ maxSkew: z.int().min(1), whenUnsatisfiable: z.enum(["DoNotSchedule", "ScheduleAnyway"]) }).optional(),
  }),
  spot: z.enum(["tolerate", "avoid"]).default("avoid"),
  rollingUpdate: z.strictObject({ maxSurge: IntOrPercent, maxUnavailable: IntOrPercent }),
  shutdown: z.strictObject({ gracePeriodSeconds: z.int().min(1), preStopSeconds: z.int().min(0) }),
  scaling: Scaling,
  disruptionBudget: z.strictObject({ maxUnavailable: IntOrPercent }),
};

/** One workload; it runs on every cluster, replicas are per cluster. */
export const Workload = z.strictObject(fields);
export const Workloads = z.record(Key, Workload);
/** What a cloud or a cluster may say differently; scaling bounds only, the engine is the same everywhere. */
export const WorkloadOverride = z
  .strictObject({
    image: fields.image,
    env: fields.env.removeDefault(),
    resources: fields.resources,
    scaling: z.strictObject({ min: z.int().min(1), max: z.int().min(1) }).partial(),
  })
  .partial();

export type Workload = z.infer<typeof Workload>;
export type Workloads = z.infer<typeof Workloads>;
export type WorkloadOverride = z.infer<typeof WorkloadOverride>;
