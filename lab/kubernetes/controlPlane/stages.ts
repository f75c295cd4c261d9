import { stringify } from "yaml";

/**
 * What kwok does to pods in place of kubelets: a scheduled pod becomes Running and Ready, a Job's pod Succeeded, a deleted pod goes.
 * Conditions, images and addresses are all that the controllers and `kubectl get` look at. Nodes come with their status.
 * https://kwok.sigs.k8s.io/docs/user/stages-configuration/
 */
export function stagesYaml(): string {
  return [nodesKnown, podReady, podCompleted, podDeleted].map((stage) => stringify(stage)).join("---\n");
}

type Match = { readonly key: string; readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist"; readonly values?: readonly string[] };

function stage(
  name: string,
  matchExpressions: readonly Match[],
  next: { readonly statusTemplate: string } | { readonly delete: true },
): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: { resourceRef: { apiGroup: "v1", kind: "Pod" }, selector: { matchExpressions }, next },
  };
}

/**
 * Has kwok look after pods on every node, and judges none: kwok readies the judging of a kind at the first object of it, in maps that the
 * kinds share and nobody locks, so that with two kinds one start in a hundred ended in "concurrent map writes".
 */
const nodesKnown = {
  apiVersion: "kwok.x-k8s.io/v1alpha1",
  kind: "Stage",
  metadata: { name: "nodes-known" },
  spec: { resourceRef: { apiGroup: "v1", kind: "Node" }, next: {} },
};

const notReady: Match = { key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: "NotIn", values: ["True"] };
const kept: Match = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };
const inPhase = (phase: string): Match => ({ key: ".status.phase", operator: "In", values: [phase] });

const podReady = stage("pod-ready", [kept, inPhase("Pending"), notReady], {
  statusTemplate: `
{{ $now := Now }}
{{ $node := .spec.nodeName }}
phase: Running
startTime: {{ $now | Quote }}
conditions:
{{ range $type := list "PodReadyToStartContainers" "Initialized" "ContainersReady" "Ready" }}
- { type: {{ $type }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{ if eq (or .restartPolicy "") "Always" }}
  started: true
  state: { running: { startedAt: {{ $now | Quote }} } }
  {{ else }}
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
  {{ end }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
{{ with NodeIPsWith $node }}
hostIP: {{ index . 0 | Quote }}
hostIPs: [{ ip: {{ index . 0 | Quote }} }]
{{ end }}
{{ with PodIPsWith $node (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace }}
podIP: {{ index . 0 | Quote }}
podIPs: [{ ip: {{ index . 0 | Quote }} }]
{{ end }}
`,
});

const podCompleted = stage(
  "pod-completed",
  [kept, inPhase("Running"), { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] }],
  {
    statusTemplate: `
{{ $now := Now }}
phase: Succeeded
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: false
  started: false
  restartCount: 0
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
{{ end }}
`,
  },
);

const podDeleted = stage("pod-deleted", [{ key: ".metadata.deletionTimestamp", operator: "Exists" }], { delete: true });
