import { z } from "zod";
import { AwsRegion } from "../values/aws";
import { Key } from "../values/names";

/** A vault's name has no two hyphens in a row: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftkeyvault */
const vaultId =
  /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[-\w._()]{1,90}\/providers\/Microsoft\.KeyVault\/vaults\/(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]$/i;

const Stores = z.strictObject({
  aws: z
    .strictObject({
      region: AwsRegion.optional().describe(
        "The one region whose Secrets Manager every cluster on AWS reads. Default: each cluster reads its own region, which has the secret or a replica of it.",
      ),
    })
    .optional()
    .describe("AWS Secrets Manager in clouds.aws.account."),
  azure: z
    .strictObject({
      vault: z
        .string()
        .regex(vaultId, {
          error: ({ input }) =>
            `"${String(input)}" is not the resource id of a vault; write /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.KeyVault/vaults/<name>, from which its https address follows`,
        })
        .describe(
          "Resource id of the Key Vault that every cluster on Azure reads, all of it: a vault of the fleet's own. It judges by Azure roles (enableRbacAuthorization).",
        ),
    })
    .optional()
    .describe("An Azure Key Vault."),
  gcp: z
    .strictObject({
      projectNumber: z
        .string({
          error: ({ input }) =>
            Number.isInteger(input) ? `${String(input)} is a number; put it in quotes: "${String(input)}"` : undefined,
        })
        .regex(/^\d{6,19}$/, {
          error: ({ input }) =>
            `"${String(input)}" is not a project number; see gcloud projects describe <project> --format='value(projectNumber)'`,
        })
        .describe("Number, in quotes, of clouds.gcp.project: IAM knows pods and secrets by it."),
    })
    .optional()
    .describe("Google Secret Manager in clouds.gcp.project."),
  existing: z
    .strictObject({
      clusterSecretStore: Key.describe("Name of the ClusterSecretStore that every existing cluster has."),
    })
    .optional()
    .describe(
      "Existing clusters: who runs them runs External Secrets Operator there too, with a store that admits the secrets' namespaces.",
    ),
});

const Secret = z
  .strictObject({
    namespace: Key.describe("Namespace that gets it: a workload's, or an engine's such as flux-system."),
    key: Key.optional().describe("Its name in every store, after the prefix. Default: its own name."),
    field: z
      .string()
      // https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go (IsConfigMapKey)
      .regex(/^(?!\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/, {
        error: ({ input }) =>
          `"${String(input)}" is not a key of a Secret; use up to 253 letters, digits, "-", "_" and ".", and neither "." alone nor ".." first`,
      })
      .optional()
      .describe(
        "Key of the Kubernetes Secret that holds the store's value as it is. Default: the value is a JSON object, and each of its fields becomes a key.",
      ),
  })
  .meta({ id: "SyncedSecret", description: "A Secret of every cluster. Its value is in the stores, and never in a stack file." });

export const SecretSync = z
  .strictObject({
    engine: z.literal("externalSecrets").describe("externalSecrets: External Secrets Operator."),
    refreshMinutes: z
      .int()
      .min(1)
      .max(1440)
      .default(5)
      .describe("Minutes until a cluster has a new value, 1 to 1440. Each look at a secret is a call that the cloud charges for."),
    prefix: Key.optional().describe(
      'What the names of the fleet\'s secrets begin with in every store, before a hyphen: on AWS and Google Cloud the clusters may read nothing else. Default: "<settings.name>-<settings.environment>".',
    ),
    stores: Stores.describe(
      "Where each cloud's clusters read: one store for every kind of cluster that the fleet has. They are their owner's: the program makes none.",
    ),
    secrets: z
      .record(Key, Secret)
      .refine((secrets) => Object.keys(secrets).length > 0, { error: "names no secret; add one, or remove secretSync" })
      .describe("What every cluster gets, by the Kubernetes Secret's name."),
  })
  .meta({ id: "SecretSync", description: "The same secrets in every cluster, from each cloud's own store: docs/operate/secret-sync.md." });
export type SecretSync = z.infer<typeof SecretSync>;
