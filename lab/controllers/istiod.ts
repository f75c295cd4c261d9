import type { ValidatingWebhookConfiguration } from "kubernetes-types/admissionregistration/v1";
import type { FollowedCluster } from "./followedCluster";

const apiVersion = "admissionregistration.k8s.io/v1";
const kind = "ValidatingWebhookConfiguration";

/**
 * What istiod does of its own accord once it answers: its validators, which are rendered to let everything pass that they cannot judge, refuse
 * it from then on. https://github.com/istio/istio/blob/master/pkg/webhooks/validation/controller/controller.go
 */
export async function settleIstiod({
  client,
  services,
  readyPods,
}: Pick<FollowedCluster, "client" | "services" | "readyPods">): Promise<void> {
  const installed = services().find(({ metadata }) => metadata?.name === "istiod" && metadata.namespace === "istio-system");
  if (installed === undefined || readyPods("istio-system", "istiod").length === 0) return;
  const { items } = await client.list(apiVersion, kind, { labelSelector: "istio.io/rev=default" });
  for (const object of items) {
    const { metadata, webhooks = [] } = object as unknown as ValidatingWebhookConfiguration;
    if (webhooks.every(({ failurePolicy }) => failurePolicy === "Fail")) continue;
    const closed = webhooks.map((webhook) => ({ ...webhook, failurePolicy: "Fail" }));
    await client.mergePatch({ apiVersion, kind, name: metadata?.name ?? "" }, { webhooks: closed });
  }
}
