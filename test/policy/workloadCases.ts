import { alone, planned, type Cases } from "./cases";

type Inputs = Readonly<Record<string, unknown>>;

const deployment = "kubernetes:apps/v1:Deployment";
const serviceAccount = "kubernetes:core/v1:ServiceAccount";
const roleBinding = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";

const ofPod = (pod: Inputs) => ({ spec: { template: { spec: pod } } });
const pods = (good: readonly Inputs[], bad: readonly Inputs[]) => alone(deployment, good.map(ofPod), bad.map(ofPod));
/** The last of several containers, or one that runs before them, is judged as the first is. */
const containers = (good: readonly Inputs[], bad: readonly Inputs[]): Cases => {
  const [sound = {}] = good;
  return pods(
    good.map((container) => ({ containers: [container] })),
    bad.flatMap((container) => [
      { containers: [container] },
      { containers: [sound, container] },
      { containers: [sound], initContainers: [container] },
    ]),
  );
};
const secured = (securityContext: Inputs) => ({ securityContext });
const amounts = { cpu: "1", memory: "1Gi", "ephemeral-storage": "1Gi" };
const withoutDisk = { cpu: "1", memory: "1Gi" };
const image = (name: string) => ({ image: name });
const bound = (role: string, kind: string, name = "config-sync") => ({ roleRef: { name: role }, subjects: [{ kind, name }] });
const labelled = (labels: Inputs, namespace = "edge") => ({ metadata: { namespace }, spec: { template: { metadata: { labels } } } });
const policy = (podSelector: Inputs, namespace = "edge") =>
  planned("kubernetes:networking.k8s.io/v1:NetworkPolicy", { metadata: { namespace }, spec: { podSelector } }, "policy");

/** By the first id of a rule. */
export const workloadCases: Readonly<Record<string, Cases>> = {
  CKV_K8S_8: containers([{ livenessProbe: { httpGet: {} }, readinessProbe: { httpGet: {} } }], [{}, { livenessProbe: { httpGet: {} } }]),
  CKV_K8S_10: containers(
    [{ resources: { requests: amounts, limits: amounts } }],
    [{}, { resources: { requests: amounts, limits: withoutDisk } }, { resources: { requests: withoutDisk, limits: amounts } }],
  ),
  CKV_K8S_14: containers(
    [image("ghcr.io/example/gateway:1.8.2"), image("localhost:5000/gateway@sha256:abc")],
    [image("ghcr.io/example/gateway"), image("localhost:5000/gateway"), image("gateway:latest")],
  ),
  CKV_K8S_43: containers([image("ghcr.io/example/gateway@sha256:abc")], [image("ghcr.io/example/gateway:1.8.2")]),
  CKV_K8S_15: containers([{ imagePullPolicy: "Always" }], [{}, { imagePullPolicy: "IfNotPresent" }]),
  CKV_K8S_35: containers(
    [{}, { env: [{ name: "A", value: "b" }] }],
    [{ env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] }, { envFrom: [{ secretRef: { name: "s" } }] }],
  ),
  CKV_K8S_16: containers(
    [secured({ allowPrivilegeEscalation: false })],
    [{}, secured({ allowPrivilegeEscalation: true }), secured({ allowPrivilegeEscalation: false, privileged: true })],
  ),
  CKV_K8S_17: pods([{}, { hostNetwork: false }], [{ hostPID: true }, { hostIPC: true }, { hostNetwork: true }]),
  CKV_K8S_22: containers([secured({ readOnlyRootFilesystem: true })], [{}, secured({ readOnlyRootFilesystem: false })]),
  CKV_K8S_23: containers([secured({ runAsNonRoot: true })], [{}, secured({ runAsNonRoot: false })]),
  CKV_K8S_40: {
    good: [
      ...containers([secured({ runAsUser: 65532 })], []).good,
      [planned(deployment, ofPod({ securityContext: { runAsUser: 10001 }, containers: [{}] }))],
    ],
    bad: containers([secured({ runAsUser: 65532 })], [{}, secured({ runAsUser: 1000 })]).bad,
  },
  CKV_K8S_25: containers(
    [secured({ capabilities: { drop: ["ALL"] } })],
    [{}, secured({ capabilities: { drop: ["NET_RAW"] } }), secured({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } })],
  ),
  CKV_K8S_26: containers([{ ports: [{ containerPort: 80 }] }], [{ ports: [{ containerPort: 80 }, { hostPort: 80 }] }]),
  CKV_K8S_27: pods([{ volumes: [{ emptyDir: {} }] }], [{ volumes: [{ emptyDir: {} }, { hostPath: { path: "/var/run/docker.sock" } }] }]),
  CKV_K8S_29: pods(
    [{ securityContext: { runAsNonRoot: true }, containers: [secured({ runAsNonRoot: true })] }],
    [{ containers: [secured({ runAsNonRoot: true })] }, { securityContext: { runAsNonRoot: true }, containers: [{}] }],
  ),
  CKV_K8S_31: pods(
    [{ securityContext: { seccompProfile: { type: "RuntimeDefault" } } }],
    [{}, { securityContext: { seccompProfile: { type: "Unconfined" } } }],
  ),
  CKV_K8S_38: {
    good: [...pods([{ automountServiceAccountToken: false }], []).good, [planned(serviceAccount, { automountServiceAccountToken: false })]],
    bad: [...pods([], [{}, { automountServiceAccountToken: true }]).bad, [planned(serviceAccount, {})]],
  },
  CKV_K8S_21: alone(deployment, [{ metadata: { namespace: "edge" } }], [{}, { metadata: { namespace: "default" } }]),
  CKV_K8S_41: {
    good: [
      [planned(serviceAccount, { metadata: { name: "edge" } })],
      [planned(roleBinding, bound("view", "ServiceAccount", "edge"))],
      [planned(roleBinding, bound("view", "User", "default"))],
    ],
    bad: [[planned(serviceAccount, { metadata: { name: "default" } })], [planned(roleBinding, bound("view", "ServiceAccount", "default"))]],
  },
  CKV2_K8S_1: alone(
    roleBinding,
    [bound("cluster-admin", "Group"), bound("view", "ServiceAccount")],
    [bound("edit", "ServiceAccount"), bound("cluster-admin", "ServiceAccount")],
  ),
  CKV2_K8S_6: {
    good: [
      [planned(deployment, labelled({ app: "edge" })), policy({})],
      [planned(deployment, labelled({ app: "edge", tier: "web" })), policy({ matchLabels: { app: "edge" } })],
    ],
    bad: [
      [planned(deployment, labelled({ app: "edge" }))],
      [planned(deployment, labelled({ app: "edge" })), policy({ matchLabels: { app: "other" } })],
      [planned(deployment, labelled({ app: "edge" })), policy({}, "elsewhere")],
    ],
  },
};
