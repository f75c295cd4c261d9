import { z } from "zod";
import { type Rule, withRules } from "../file/rules";

export const GoogleRegion = z.string().regex(/^[a-z]+-[a-z]+\d{1,2}$/, {
  error: ({ input }) => `"${String(input)}" is not a Google Cloud region; write it as us-west1 (a zone such as us-west1-a goes into zones)`,
});

/** https://docs.cloud.google.com/resource-manager/docs/creating-managing-projects#before_you_begin */
export const GoogleProject = z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
  error: ({ input }) =>
    `"${String(input)}" is not a project id: 6 to 30 lowercase letters, digits and hyphens, a letter first; use the id, not the name or the number`,
});

/** https://docs.cloud.google.com/kms/docs/getting-resource-ids */
const SecretsKey = z
  .string()
  .regex(/^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/locations\/[a-z0-9-]+\/keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63}$/, {
    error: ({ input }) =>
      `"${String(input)}" is not a key's resource name; write it as projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>, without a version`,
  })
  .describe("Resource name of a symmetric key in the region.");

/** GKE takes a key of the cluster's own region only: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets */
const keysAreAtHome: Rule<Readonly<Record<string, string>>> = (keys, { sound, report }) => {
  for (const [region, key] of Object.entries(keys).filter(([region]) => sound(region))) {
    const location = key.split("/")[3] ?? "";
    if (location !== region) report([region], `"${key}" is in ${location}; a cluster's key must be in the cluster's region, ${region}`);
  }
};

/** By region. */
export const SecretsKeys = withRules(z.record(GoogleRegion, SecretsKey), keysAreAtHome);
