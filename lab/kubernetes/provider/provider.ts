import { readText, type LabHome } from "../../home";
import { CloudError, type Checked, type CheckRequest, type ProviderBackend } from "../../provider/backend";
import type { KubernetesClient } from "../client/client";
import type { ControlPlanes } from "../controlPlane/controlPlane";
import { createConnector, type KubernetesInstance } from "./connection";
import { checkRelease, diffRelease } from "../helm/inputs";
import { createRelease, deleteRelease, readRelease, updateRelease } from "../helm/release";
import { previewRelease } from "../helm/outputs";
import { releaseType } from "./kinds";
import { serviceAuthority } from "../controlPlane/serviceNetwork";
import { checkObject, diffObject, previewCreate, previewUpdate } from "./objectPreview";
import { createObject, deleteObject, readObject, updateObject } from "./objects";
import { replacesProvider } from "../../../facts/kubernetes/replacement";

/**
 * The lab's kubernetes provider: real API servers, server-side apply, and the real provider's behaviour where a program or its operator notices it.
 * https://github.com/pulumi/pulumi-kubernetes
 */
export function createKubernetesBackend({
  home,
  controlPlanes,
}: {
  readonly home: Pick<LabHome, "root" | "faults" | "kubeconfig" | "kubernetes">;
  readonly controlPlanes: ControlPlanes;
}): ProviderBackend<KubernetesInstance> {
  const authority = (): string => readText(serviceAuthority(home).certificate) ?? "";
  return {
    name: "kubernetes",
    configure: createConnector(controlPlanes, home.kubeconfig),
    replacesProvider,
    check: (instance, request) => Promise.resolve(isSkipped(instance) ? skip(request) : check(instance, request, home)),
    diff: (instance, request) => Promise.resolve(request.type === releaseType ? diffRelease(request) : diffObject(instance, request)),
    async create(instance, request) {
      const isRelease = request.type === releaseType;
      if (request.preview)
        return isRelease ? { id: "", outputs: previewRelease(request.inputs) } : previewCreate(clientOf(instance), instance, request);
      const client = reach(instance, isRelease ? "can't create Helm Release with unreachable cluster" : unreachable);
      return isRelease
        ? createRelease(client, request, authority(), instance.interruption.signal)
        : createObject(client, instance, request, instance.interruption.signal);
    },
    async read(instance, request) {
      if (instance.cluster.kind === "unreachable") {
        if (instance.settings.deleteUnreachable) return undefined;
        if (instance.settings.skipUpdateUnreachable) return request;
        throw new CloudError(
          `${unreachable}: ${instance.cluster.reason}\nfailed to read resource state due to unreachable cluster. ${removalAdvice}`,
        );
      }
      const client = reach(instance, unreachable);
      return request.type === releaseType ? readRelease(client, request) : readObject(client, request);
    },
    async update(instance, request) {
      const isRelease = request.type === releaseType;
      if (request.preview)
        return isRelease ? previewRelease(request.news, request.oldOutputs) : previewUpdate(clientOf(instance), instance, request);
      const client = reach(instance, isRelease ? "can't update Helm Release with unreachable cluster" : unreachable);
      return isRelease
        ? updateRelease(client, request, authority(), instance.interruption.signal)
        : updateObject(client, instance, request, instance.interruption.signal);
    },
    async delete(instance, request) {
      if (instance.cluster.kind === "unreachable") {
        if (request.type === releaseType)
          throw new CloudError(`can't delete Helm Release with unreachable cluster. Reason: ${JSON.stringify(instance.cluster.reason)}`);
        if (instance.settings.deleteUnreachable) return;
        throw new CloudError(`${unreachable}: ${instance.cluster.reason}\n${unreachable}. ${removalAdvice}`);
      }
      const client = reach(instance, unreachable);
      await (request.type === releaseType
        ? deleteRelease(client, request, instance.interruption.signal)
        : deleteObject(client, request, instance.interruption.signal));
    },
    invoke: (_instance, token) =>
      Promise.reject(
        new CloudError(`the lab's kubernetes provider has no function ${token}; model it in lab/kubernetes/provider/provider.ts`),
      ),
    cancel: ({ interruption }) => interruption.abort(),
  };
}

const unreachable = "configured Kubernetes cluster is unreachable";
const removalAdvice =
  "If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the " +
  'PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';

function check(instance: KubernetesInstance, request: CheckRequest, home: Pick<LabHome, "root" | "faults">): Checked {
  return request.type === releaseType ? checkRelease(instance, request, home) : { inputs: checkObject(instance, request), failures: [] };
}

/** Updates vanish while the cluster is away: that is what the flag asks for. */
function skip({ olds = {} }: CheckRequest): Checked {
  return { inputs: olds, failures: [], warnings: ["Cluster is unreachable but skipUpdateUnreachable flag is set to true, skipping..."] };
}

function isSkipped({ cluster, settings }: KubernetesInstance): boolean {
  return cluster.kind === "unreachable" && settings.skipUpdateUnreachable;
}

function clientOf({ cluster }: KubernetesInstance): KubernetesClient | undefined {
  return cluster.kind === "connected" ? cluster.client : undefined;
}

function reach({ cluster }: KubernetesInstance, what: string): KubernetesClient {
  if (cluster.kind === "connected") return cluster.client;
  throw new CloudError(cluster.kind === "unreachable" ? `${what}: ${cluster.reason}` : `${what}: its kubeconfig is not known yet`);
}
