import { all, includes, is, isNot, isSet, listAt, valueAt } from "../checks";
import type { Check, PlannedResource, Rule } from "../rule";

const deployment = "kubernetes:apps/v1:Deployment";
const standards = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";
const resources = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/";
const images = "https://kubernetes.io/docs/concepts/containers/images/";
const securityContext = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/";

/** A check of what a workload's pods are. */
function ofPods(check: Check): Check {
  return (own, planned) => check({ ...own, inputs: podOf(own) }, planned);
}

/** A check that each of a workload's containers has to satisfy, those that run before the others too. */
function ofContainers(check: Check): Check {
  return (own, planned) => {
    const pod = podOf(own);
    for (const container of [...listAt(pod, "containers"), ...listAt(pod, "initContainers")]) {
      const found = check({ ...own, inputs: mapOf(container) }, planned);
      if (found !== undefined) return `${found} in container ${String(valueAt(container, "name"))}`;
    }
    return undefined;
  };
}

function podOf({ inputs }: PlannedResource): Readonly<Record<string, unknown>> {
  return mapOf(valueAt(inputs, "spec.template.spec"));
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

const running: readonly Rule[] = [
  {
    ids: ["CKV_K8S_8", "CKV_K8S_9"],
    title: "asks every container whether it lives and whether it is ready",
    source: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    types: [deployment],
    check: ofContainers(all(isSet("livenessProbe"), isSet("readinessProbe"))),
  },
  {
    ids: ["CKV_K8S_10", "CKV_K8S_11", "CKV_K8S_12", "CKV_K8S_13"],
    title: "bounds what a container takes of its node: processor time, memory and disk",
    source: resources,
    types: [deployment],
    check: ofContainers(
      all(
        ...["requests", "limits"].flatMap((bound) =>
          ["cpu", "memory", "ephemeral-storage"].map((resource) => isSet(`resources.${bound}.${resource}`)),
        ),
      ),
    ),
  },
  {
    ids: ["CKV_K8S_14"],
    title: "runs images of a fixed version",
    source: images,
    types: [deployment],
    check: ofContainers(({ inputs: { image } }) => {
      const [, version = ""] = /[:@]([^:@/]+)$/.exec(String(image)) ?? [];
      return version === "" || version === "latest" ? `image ${String(image)} has no fixed version` : undefined;
    }),
  },
  {
    ids: ["CKV_K8S_43"],
    title: "runs the very image that was reviewed, by its digest",
    source: images,
    types: [deployment],
    check: ofContainers(({ inputs: { image } }) =>
      String(image).includes("@sha256:") ? undefined : `image ${String(image)} has no digest`,
    ),
  },
  {
    ids: ["CKV_K8S_15"],
    title: "asks the registry whenever a container starts",
    source: images,
    types: [deployment],
    check: ofContainers(is("imagePullPolicy", "Always")),
  },
  {
    ids: ["CKV_K8S_35"],
    title: "hands secrets over as files",
    source: "https://kubernetes.io/docs/concepts/configuration/secret/",
    types: [deployment],
    check: ofContainers(({ inputs }) => {
      const named = listAt(inputs, "env").filter((variable) => valueAt(variable, "valueFrom.secretKeyRef") !== undefined);
      const all = listAt(inputs, "envFrom").filter((source) => valueAt(source, "secretRef") !== undefined);
      return named.length + all.length === 0 ? undefined : "env holds secrets";
    }),
  },
];

const lockedDown: readonly Rule[] = [
  {
    ids: ["CKV_K8S_16", "CKV_K8S_20"],
    title: "lets no container get more rights than it starts with",
    source: standards,
    types: [deployment],
    check: ofContainers(all(isNot("securityContext.privileged", true), is("securityContext.allowPrivilegeEscalation", false))),
  },
  {
    ids: ["CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19"],
    title: "keeps pods out of their node's processes and network",
    source: standards,
    types: [deployment],
    check: ofPods(all(...["hostPID", "hostIPC", "hostNetwork"].map((path) => isNot(path, true)))),
  },
  {
    ids: ["CKV_K8S_22"],
    title: "lets no container change its own files",
    source: securityContext,
    types: [deployment],
    check: ofContainers(is("securityContext.readOnlyRootFilesystem", true)),
  },
  {
    ids: ["CKV_K8S_23"],
    title: "runs nothing as root",
    source: standards,
    types: [deployment],
    check: ofContainers(is("securityContext.runAsNonRoot", true)),
  },
  {
    ids: ["CKV_K8S_40"],
    title: "runs containers as a user that no node has",
    source: securityContext,
    types: [deployment],
    check: (own, planned) => {
      const pods = Number(valueAt(podOf(own), "securityContext.runAsUser") ?? 0);
      return ofContainers(({ inputs }) => {
        const user = Number(valueAt(inputs, "securityContext.runAsUser") ?? pods);
        return user >= 10_000 ? undefined : "no user above 10,000 is set";
      })(own, planned);
    },
  },
  {
    ids: ["CKV_K8S_25", "CKV_K8S_28", "CKV_K8S_37", "CKV_K8S_39"],
    title: "takes every capability from containers, and gives none back",
    source: standards,
    types: [deployment],
    check: ofContainers(all(includes("securityContext.capabilities.drop", "ALL"), is("securityContext.capabilities.add", undefined))),
  },
  {
    ids: ["CKV_K8S_26"],
    title: "opens no port of a node",
    source: standards,
    types: [deployment],
    check: ofContainers(({ inputs }) =>
      listAt(inputs, "ports").some((port) => valueAt(port, "hostPort") !== undefined) ? "ports has one of the node's" : undefined,
    ),
  },
  {
    ids: ["CKV_K8S_27"],
    title: "shows pods none of their node's files",
    source: standards,
    types: [deployment],
    check: ofPods(({ inputs }) =>
      listAt(inputs, "volumes").some((volume) => valueAt(volume, "hostPath") !== undefined)
        ? "volumes has a folder of the node"
        : undefined,
    ),
  },
  {
    ids: ["CKV_K8S_29", "CKV_K8S_30"],
    title: "says of pods and of containers what they may do",
    source: securityContext,
    types: [deployment],
    check: all(ofPods(isSet("securityContext")), ofContainers(isSet("securityContext"))),
  },
  {
    ids: ["CKV_K8S_31"],
    title: "filters system calls",
    source: standards,
    types: [deployment],
    check: ofPods(is("securityContext.seccompProfile.type", "RuntimeDefault", "Localhost")),
  },
];

export const workloadRules: readonly Rule[] = [...running, ...lockedDown];
