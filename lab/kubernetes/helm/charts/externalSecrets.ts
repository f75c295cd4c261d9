import type { Properties } from "../../../../facts/properties/values";
import type { Chart } from "../chart";
import { lockedDown, object, section } from "../values";

const image = "ghcr.io/external-secrets/external-secrets";
const webhookService = { ending: "webhook" };

const securityContext: Properties = { ...lockedDown, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };

const isCreated = (values: Properties, part: string): boolean => section(values, part)["create"] !== false;
const hasWebhook = (values: Properties): boolean => isCreated(values, "webhook");

/** Its other parts have sections of the same words. */
const partOf =
  (part: string, ending: string) =>
  (values: Properties): Properties | undefined =>
    isCreated(values, part) ? { securityContext, ...object(values[part]), nameOverride: `external-secrets-${ending}` } : undefined;

/** https://github.com/external-secrets/external-secrets/blob/helm-chart-2.9.0/deploy/charts/external-secrets/values.yaml */
export const externalSecrets: Chart = {
  workloads: [
    { image, defaults: { securityContext } },
    { image, name: { ending: "webhook" }, values: partOf("webhook", "webhook"), webhookService },
    { image, name: { ending: "cert-controller" }, values: partOf("certController", "cert-controller") },
  ],
  /**
   * The kinds that the program makes objects of. The proxy has v1.3.2 as its last version: later ones are many modules, of which it has none.
   * https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets/templates/crds
   */
  definitions: [
    {
      module: "github.com/external-secrets/external-secrets",
      version: "v1.3.2",
      folder: "config/crds/bases",
      files: ["external-secrets.io_clustersecretstores.yaml", "external-secrets.io_externalsecrets.yaml"],
    },
  ],
  webhooks: [
    { name: "secretstore-validate", resources: ["clustersecretstores", "secretstores"] },
    { name: "externalsecret-validate", resources: ["externalsecrets"] },
  ].map(({ name, resources }) => ({
    kind: "ValidatingWebhookConfiguration",
    name,
    service: webhookService,
    webhooks: [
      {
        isAskedFor: hasWebhook,
        name: `validate.${resources[0] ?? ""}.external-secrets.io`,
        failurePolicy: "Fail",
        rules: [{ operations: ["CREATE", "UPDATE", "DELETE"], apiGroups: ["external-secrets.io"], resources }],
      },
    ],
  })),
};
