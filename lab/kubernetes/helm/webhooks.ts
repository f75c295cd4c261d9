import type { KubernetesObject } from "../client/objects";
import type { ChartName, ReleaseSpec, Webhook, WebhookConfiguration } from "./chart";

/**
 * As the chart renders them. Who answers is in lab/controllers/serviceNetwork.ts.
 *
 * @param nameOf a name of the chart, in this release
 * @param authority of whoever answers, as PEM
 */
export function webhookConfigurations(
  release: ReleaseSpec,
  configurations: readonly WebhookConfiguration[],
  nameOf: (name: ChartName) => string,
  authority: string,
): readonly KubernetesObject[] {
  return configurations.flatMap(({ kind, name, service, labels = {}, webhooks }) => {
    const asked = webhooks.filter(({ isAskedFor }) => isAskedFor?.(release.values) !== false);
    if (asked.length === 0) return [];
    const clientConfig = {
      service: { namespace: release.namespace, name: nameOf(service), path: "/", port: 443 },
      caBundle: Buffer.from(authority).toString("base64"),
    };
    const metadata = { name: nameOf(name), labels: { ...labels, "app.kubernetes.io/managed-by": "Helm" } };
    return [
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind,
        metadata,
        webhooks: asked.map((webhook) => ({ ...rendered(webhook), clientConfig })),
      },
    ];
  });
}

function rendered({ name, failurePolicy, rules, namespaceSelector, objectSelector }: Webhook) {
  return {
    name,
    failurePolicy,
    rules: rules.map((rule) => ({ ...rule, apiVersions: ["*"] })),
    sideEffects: "None",
    admissionReviewVersions: ["v1"],
    ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
    ...(objectSelector === undefined ? {} : { objectSelector }),
  };
}
