/** One program the lab starts. Found where it is installed, built from its Go module where it is not. */
export interface Tool {
  readonly name: ToolName;
  /** What is built, without the "v". */
  readonly version: string;
  /** Which installed versions will do instead, in words for the user. */
  readonly wanted: string;
  readonly accepts: (found: Version) => boolean;
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  /** Go package of its main function. */
  readonly package: string;
  readonly module: GoModule;
}

export type ToolName = "pulumi" | "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok" | "kubectl";

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** A Go module that tools are built from; those of one module are built together, since they share most of their packages. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
  /** Lowest Go that compiles it: its own go.mod says so. */
  readonly go: Pick<Version, "major" | "minor">;
  /** Version that its replacements by folders (`k8s.io/api => ./staging/src/k8s.io/api`) are published under. */
  readonly staging?: string;
  /** Linker definitions: a module's own release build sets the version the same way. */
  readonly definitions: Readonly<Record<string, string>>;
  /** On 2 cores with an empty build cache, downloads included. For the progress line. */
  readonly usualSeconds: number;
}

/** Checked November 2026: https://github.com/pulumi/pulumi/releases, https://github.com/kubernetes/kubernetes/releases, https://github.com/etcd-io/etcd/releases, https://github.com/kubernetes-sigs/kwok/releases */
const pulumi: GoModule = {
  path: "github.com/pulumi/pulumi/pkg/v3",
  version: "v3.274.1",
  go: { major: 1, minor: 26 },
  definitions: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "3.274.1" },
  usualSeconds: 175,
};
const kubernetes: GoModule = {
  path: "k8s.io/kubernetes",
  version: "v1.36.3",
  go: { major: 1, minor: 26 },
  staging: "v0.36.3",
  definitions: {
    "k8s.io/component-base/version.gitVersion": "v1.36.3",
    "k8s.io/component-base/version.gitMajor": "1",
    "k8s.io/component-base/version.gitMinor": "36",
  },
  usualSeconds: 420,
};
const etcd: GoModule = {
  path: "go.etcd.io/etcd/server/v3",
  version: "v3.6.6",
  go: { major: 1, minor: 24 },
  definitions: {},
  usualSeconds: 40,
};
const kwok: GoModule = {
  path: "sigs.k8s.io/kwok",
  version: "v0.8.0",
  go: { major: 1, minor: 26 },
  definitions: { "sigs.k8s.io/kwok/pkg/consts.Version": "0.8.0" },
  usualSeconds: 100,
};

/** The minor of kubernetes.version: older minors are emulated by its API server, newer ones are not. */
export const newestKubernetesMinor = 36;

export const tools: { readonly [Name in ToolName]: Tool & { readonly name: Name } } = {
  pulumi: {
    name: "pulumi",
    version: "3.274.1",
    wanted: "pulumi 3.274 or newer, below 4",
    accepts: ({ major, minor }) => major === 3 && minor >= 274,
    versionArguments: ["version"],
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    module: pulumi,
  },
  "kube-apiserver": kubernetesTool("kube-apiserver"),
  "kube-controller-manager": kubernetesTool("kube-controller-manager"),
  "kube-scheduler": kubernetesTool("kube-scheduler"),
  etcd: {
    name: "etcd",
    version: "3.6.6",
    wanted: "etcd 3.5 or 3.6",
    accepts: ({ major, minor }) => major === 3 && (minor === 5 || minor === 6),
    versionArguments: ["--version"],
    package: "go.etcd.io/etcd/server/v3",
    module: etcd,
  },
  kwok: {
    name: "kwok",
    version: "0.8.0",
    wanted: "kwok 0.7 or 0.8",
    accepts: ({ major, minor }) => major === 0 && (minor === 7 || minor === 8),
    versionArguments: ["--version"],
    package: "sigs.k8s.io/kwok/cmd/kwok",
    module: kwok,
  },
  // Nothing but `get` and `describe` is asked of it, so any version will do.
  kubectl: {
    ...kubernetesTool("kubectl"),
    wanted: "kubectl 1.x",
    accepts: ({ major }) => major === 1,
    versionArguments: ["version", "--client"],
  },
};

function kubernetesTool<Name extends ToolName>(name: Name): Tool & { readonly name: Name } {
  return {
    name,
    version: "1.36.3",
    wanted: `${name} 1.${newestKubernetesMinor}`,
    accepts: ({ major, minor }) => major === 1 && minor === newestKubernetesMinor,
    versionArguments: ["--version"],
    package: `k8s.io/kubernetes/cmd/${name}`,
    module: kubernetes,
  };
}

/** The first version in a tool's answer: "Kubernetes v1.35.0", "etcd Version: 3.6.6", "v3.274.1". */
export function parseVersion(text: string): Version | undefined {
  const match = /\bv?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}
