import { stringify } from "yaml";

/**
 * What kwok does to nodes and pods in place of kubelets: a node becomes Ready, a scheduled pod Running and Ready, a Job's pod Succeeded,
 * a deleted pod goes. Conditions, images and addresses are all that the controllers and `kubectl get` look at.
 * https://kwok.sigs.k8s.io/docs/user/stages-configuration/
 */
export function stagesYaml(): string {
  return [nodeReady, podReady, podCompleted, podDeleted].map((stage) => stringify(stage)).join("---\n");
}

type Match = { readonly key: string; readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist"; readonly values?: readonly string[] };

function stage(
  name: string,
  kind: "Node" | "Pod",
  matchExpressions: readonly Match[],
  next: { readonly statusTemplate: string } | { readonly delete: true },
): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: { resourceRef: { apiGroup: "v1", kind }, selector: { matchExpressions }, next },
  };
}

const notReady: Match = { key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: "NotIn", values: ["True"] };
const kept: Match = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };
const inPhase = (phase: string): Match => ({ key: ".status.phase", operator: "In", values: [phase] });

const nodeReady = stage("node-ready", "Node", [kept, notReady], {
  statusTemplate: `
{{ $now := Now }}
phase: Running
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
`,
});

const podReady = stage("pod-ready", "Pod", [kept, inPhase("Pending"), notReady], {
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
  "Pod",
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

const podDeleted = stage("pod-deleted", "Pod", [{ key: ".metadata.deletionTimestamp", operator: "Exists" }], { delete: true });
