import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Deployed } from "./plan/outputs";

/** What this stack's own last update left in its output `deployed`; undefined before the first one. */
export type Recorded = () => Promise<Deployed | undefined>;

/**
 * Reads the stack's own last outputs, once per run: the state backend answers, no cloud is asked.
 *
 * It asks at once, in previews as well: the question registers the engine's own provider, and a preview without it would announce that
 * provider's removal. For the same reason there is no StackReference resource.
 */
export function readRecorded(): Recorded {
  const reading = read();
  return () => reading;
}

async function read(): Promise<Deployed | undefined> {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const answer = Answer.parse(await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name: stack }));
  return answer.outputs.deployed;
}

const RecordedPool = z.object({
  physicalName: z.string(),
  fingerprint: z.string(),
  max: z.number(),
  forLife: z.record(z.string(), z.string()).optional(),
  minor: z.string().optional(),
});

/** What matters of the answer. A stack that was never updated has no outputs. */
const Answer = z.object({
  outputs: z.object({
    deployed: z
      .object({
        config: z.string(),
        clusters: z.record(
          z.string(),
          z.object({
            cloud: z.enum(["aws", "azure", "gcp", "existing"]),
            region: z.string(),
            slot: z.number().optional(),
            forLife: z.record(z.string(), z.string()),
            pools: z.record(z.string(), RecordedPool),
            systemPool: RecordedPool.optional(),
            maxReplicas: z.record(z.string(), z.number()),
          }),
        ),
      })
      .optional(),
  }),
});
