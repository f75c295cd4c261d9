import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabHome } from "../../home";
import type { ProcessSpec } from "../../processes/supervisor";
import type { ToolPaths } from "../../tools/ensure";
import { connect } from "../client/client";
import { ControlPlaneFiles, endpointOf, type ControlPlaneRecord } from "./record";

/** The programs a control plane consists of. */
export type KubernetesTools = ToolPaths<"etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok">;

/** Processes of one control plane; etcd serves all of a lab. */
export type Component = "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok";

export function processName(id: string, component: Component): string {
  return `${id}-${component}`;
}

export function etcdPrefix(id: string): string {
  return `/${id}`;
}

export function apiServer(home: LabHome, tools: KubernetesTools, record: ControlPlaneRecord, etcdEndpoint: string): ProcessSpec {
  const files = new ControlPlaneFiles(home, record.id);
  return {
    name: processName(record.id, "kube-apiserver"),
    command: tools["kube-apiserver"],
    args: [
      `--etcd-servers=${etcdEndpoint}`,
      `--etcd-prefix=${etcdPrefix(record.id)}`,
      `--bind-address=${record.address}`,
      `--secure-port=${record.port}`,
      `--cert-dir=${files.certificates}`,
      `--service-cluster-ip-range=${record.serviceCidr}`,
      `--emulated-version=${record.minor}`,
      "--authorization-mode=RBAC",
      "--anonymous-auth=false",
      `--token-auth-file=${files.tokens}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${files.serviceAccountPublicKey}`,
      `--service-account-signing-key-file=${files.serviceAccountKey}`,
      "--allow-privileged=true",
      // The address of the host's network is nobody's business here, and offline there is none.
      "--endpoint-reconciler-type=none",
      "--advertise-address=192.0.2.1",
      "--event-ttl=15m",
      `--egress-selector-config-file=${files.egress}`,
      "--profiling=false",
    ],
    // Collecting garbage is a fifth of what its start costs, and six start at once.
    env: { GOGC: "400", GOMEMLIMIT: "400MiB" },
    ready: async () => {
      const caCertificate = readCertificateAuthority(files);
      if (caCertificate === undefined) return false;
      const client = connect({ endpoint: endpointOf(record), caCertificate, token: record.tokens.admin });
      try {
        return await client.isReady();
      } finally {
        client.close();
      }
    },
  };
}

/**
 * Fewer collections while a component starts, which is when it needs the processor, and a limit afterwards: a lab runs six of each.
 * https://go.dev/doc/gc-guide
 */
const memoryLimit = { GOGC: "200", GOMEMLIMIT: "300MiB" };

/** The API server writes its serving certificate and, after it, the CA that signed it. */
export function readCertificateAuthority(files: ControlPlaneFiles): string | undefined {
  const chain = join(files.certificates, "apiserver.crt");
  if (!existsSync(chain)) return undefined;
  const certificates = readFileSync(chain, "utf8").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [];
  return certificates[1];
}

const controllers = [
  "serviceaccount-controller",
  "serviceaccount-token-controller",
  "root-ca-certificate-publisher-controller",
  "namespace-controller",
  "garbage-collector-controller",
  "pod-garbage-collector-controller",
  "node-lifecycle-controller",
  "taint-eviction-controller",
  "deployment-controller",
  "replicaset-controller",
  "statefulset-controller",
  "daemonset-controller",
  "job-controller",
  "cronjob-controller",
  "ttl-after-finished-controller",
  "horizontal-pod-autoscaler-controller",
  "disruption-controller",
  "endpointslice-controller",
  "endpoints-controller",
  "resourcequota-controller",
  "clusterrole-aggregation-controller",
  "persistentvolume-protection-controller",
  "persistentvolumeclaim-protection-controller",
];

export function controllerManager(
  home: LabHome,
  tools: KubernetesTools,
  record: ControlPlaneRecord,
  ready: () => Promise<boolean>,
): ProcessSpec {
  const files = new ControlPlaneFiles(home, record.id);
  return {
    name: processName(record.id, "kube-controller-manager"),
    command: tools["kube-controller-manager"],
    args: [
      `--kubeconfig=${files.kubeconfig("controller-manager")}`,
      `--service-account-private-key-file=${files.serviceAccountKey}`,
      `--root-ca-file=${files.caCertificate}`,
      `--controllers=${controllers.join(",")}`,
      "--use-service-account-credentials",
      "--leader-elect=false",
      // Nothing beats for the nodes, which must not count as lost: after an outage a kubelet would report its pods as ready again, kwok does not.
      "--node-monitor-grace-period=87600h",
      // No port of its own: nothing asks it.
      "--secure-port=0",
      "--horizontal-pod-autoscaler-sync-period=5s",
      "--horizontal-pod-autoscaler-initial-readiness-delay=1s",
      "--horizontal-pod-autoscaler-cpu-initialization-period=1s",
      "--kube-api-qps=100",
      "--kube-api-burst=200",
      "--profiling=false",
    ],
    env: memoryLimit,
    ready,
  };
}

export function scheduler(home: LabHome, tools: KubernetesTools, record: ControlPlaneRecord): ProcessSpec {
  return {
    name: processName(record.id, "kube-scheduler"),
    command: tools["kube-scheduler"],
    args: [
      `--kubeconfig=${new ControlPlaneFiles(home, record.id).kubeconfig("scheduler")}`,
      "--leader-elect=false",
      "--secure-port=0",
      "--kube-api-qps=100",
      "--kube-api-burst=200",
      "--profiling=false",
    ],
    env: memoryLimit,
    ready: () => true,
  };
}

/** Plays the kubelets of all nodes: does to nodes and pods what its stages say. */
export function kwok(home: LabHome, tools: KubernetesTools, record: ControlPlaneRecord): ProcessSpec {
  const files = new ControlPlaneFiles(home, record.id);
  return {
    name: processName(record.id, "kwok"),
    command: tools.kwok,
    args: [
      `--kubeconfig=${files.kubeconfig("kwok")}`,
      `--config=${files.stages}`,
      "--manage-all-nodes=true",
      // A lease would keep a kwok that was started anew from its nodes' pods until that of the one before has expired.
      "--node-lease-duration-seconds=0",
      "--cidr=10.244.0.1/16",
      "--v=WARN",
    ],
    // Otherwise it reads a configuration in the user's home, too.
    env: { ...memoryLimit, KWOK_WORKDIR: files.directory },
    ready: () => true,
  };
}
