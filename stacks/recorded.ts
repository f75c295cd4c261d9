import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Deployed } from "./plan/outputs";

/** What this stack's own last update left in its output `deployed`; undefined before the first one. */
export type Recorded = () => Promise<Deployed | undefined>;

/**
 * Reads the stack's own last outputs, once per run and only when somebody asks.
 *
 * The engine's function is called without a StackReference resource: that one would be in the state after an update and missing in every
 * preview, which must not look anything up, so each preview would announce its removal.
 */
export function readRecorded(): Recorded {
  let reading: Promise<Deployed | undefined> | undefined;
  return () => (reading ??= read());
}

async function read(): Promise<Deployed | undefined> {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const answer = Answer.parse(await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name: stack }));
  return answer.outputs.deployed;
}

/** What matters of the answer. A stack that was never updated has no outputs. */
const Answer = z.object({
  outputs: z.object({
    deployed: z
      .object({
        config: z.string(),
        clusters: z.record(
          z.string(),
          z.object({
            cloud: z.enum(["aws", "azure", "gcp"]),
            region: z.string(),
            pools: z.record(z.string(), z.object({ physicalName: z.string(), fingerprint: z.string(), max: z.number() })),
            maxReplicas: z.record(z.string(), z.number()),
          }),
        ),
      })
      .optional(),
  }),
});
