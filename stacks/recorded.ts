import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { ownEntry } from "../facts/properties/ownEntry";
import type { AppliedTraffic, Deployed } from "../plan/model/outputs";

/** What this stack's own last update left in its output `deployed`; undefined before the first one. */
export type Recorded = () => Promise<Deployed | undefined>;

/** What this stack's own last update left. */
export interface LastOutputs {
  readonly fleet: Recorded;
  /** In the outputs `weights` and `applied`; undefined before the first update that had traffic. */
  readonly traffic: () => Promise<AppliedTraffic | undefined>;
}

/**
 * Reads the stack's own last outputs, once per run: the state backend answers, no cloud is asked.
 *
 * It asks at once, in previews as well: the question registers the engine's own provider, and a preview without it would announce that
 * provider's removal. For the same reason there is no StackReference resource.
 */
export function readLastOutputs(): LastOutputs {
  const reading = read();
  return {
    fleet: async () => withOtherOutputs(await reading),
    traffic: async () => {
      const { weights, applied } = await reading;
      return weights === undefined || applied === undefined ? undefined : { weights, applied };
    },
  };
}

/** Minors are in the output `clusters`, and the zones that an EKS cluster was made with are those of its addresses. */
function withOtherOutputs({ deployed, clusters = {}, addresses = {} }: z.infer<typeof Answer>["outputs"]): Deployed | undefined {
  if (deployed === undefined) return undefined;
  const completed = Object.entries(deployed.clusters).map(([name, cluster]) => {
    const kubernetes = ownEntry(clusters, name)?.kubernetes;
    const zones = cluster.cloud === "aws" ? Object.keys(ownEntry(addresses, name) ?? {}).sort() : [];
    const forLife = zones.length === 0 ? cluster.forLife : { controlPlaneZones: zones.join(", "), ...cluster.forLife };
    return [name, { ...cluster, ...(kubernetes === undefined ? {} : { kubernetes }), forLife }] as const;
  });
  return { ...deployed, clusters: Object.fromEntries(completed) };
}

async function read(): Promise<z.infer<typeof Answer>["outputs"]> {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const answer = Answer.parse(await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name: stack }));
  return answer.outputs;
}

const RecordedPool = z.object({
  physicalName: z.string(),
  fingerprint: z.string(),
  max: z.number(),
  forLife: z.record(z.string(), z.string()).optional(),
  minor: z.string().optional(),
});

/** What the fleet's other outputs say of a cluster, where an older program did not record it. */
const ClusterFacts = z.object({ kubernetes: z.string().optional() });

const Weight = z.object({ weight: z.number(), share: z.number() });
const Texts = z.record(z.string(), z.string());

/** What matters of the answer. A stack that was never updated has no outputs. */
const Answer = z.object({
  outputs: z.object({
    deployed: z
      .object({
        config: z.string(),
        servedBy: z.string().optional(),
        clusters: z.record(
          z.string(),
          z.object({
            cloud: z.enum(["aws", "azure", "gcp", "existing"]),
            region: z.string(),
            slot: z.number().optional(),
            forLife: z.record(z.string(), z.string()),
            nodeAutoscaler: z.string().optional(),
            apiAccess: z.string().optional(),
            pools: z.record(z.string(), RecordedPool),
            systemPool: RecordedPool.optional(),
            maxReplicas: z.record(z.string(), z.number()),
            engines: z.array(z.string()).optional(),
          }),
        ),
      })
      .optional(),
    clusters: z.record(z.string(), ClusterFacts).optional(),
    addresses: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    weights: z
      .record(z.string(), Weight.extend({ regions: z.record(z.string(), Weight.extend({ clusters: z.record(z.string(), Weight) })) }))
      .optional(),
    applied: z
      .object({
        names: z.array(z.string()),
        forLife: z.object({ records: Texts, checks: Texts }),
        sets: z.record(z.string(), z.record(z.string(), z.number())),
      })
      .optional(),
  }),
});
