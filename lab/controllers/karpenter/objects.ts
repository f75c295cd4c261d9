import type { KubernetesObject } from "../../kubernetes/client/objects";

/** Of Karpenter's objects what the lab looks at. Their definitions are the project's own, so what is there has this form. */

export interface NodeClass extends KubernetesObject {
  readonly spec: {
    readonly instanceProfile?: string;
    readonly subnetSelectorTerms: readonly { readonly id?: string }[];
    readonly securityGroupSelectorTerms: readonly { readonly id?: string }[];
  };
  readonly status?: Status;
}

export interface NodePool extends KubernetesObject {
  readonly spec: {
    readonly weight?: number;
    readonly limits?: { readonly cpu?: string | number };
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: {
        readonly nodeClassRef: { readonly group: string; readonly kind: string; readonly name: string };
        readonly requirements: readonly Requirement[];
        readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
        readonly expireAfter?: string;
      };
    };
  };
  readonly status?: Status & { readonly nodes?: number };
}

export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Status {
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[];
}

export const classKind = { apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass" } as const;
export const poolKind = { apiVersion: "karpenter.sh/v1", kind: "NodePool" } as const;
export const claimKind = { apiVersion: "karpenter.sh/v1", kind: "NodeClaim" } as const;
export const poolLabel = "karpenter.sh/nodepool";

export function isReady({ status }: { readonly status?: Status | undefined }): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;
}

export function finalizersOf({ metadata: { finalizers } }: KubernetesObject): readonly string[] {
  return Array.isArray(finalizers) ? finalizers.map(String) : [];
}

/** @param problem why nothing can be made of the object; undefined where something can */
export function readyCondition(problem?: string) {
  const [status, reason] = problem === undefined ? ["True", "Ready"] : ["False", "NotReady"];
  const lastTransitionTime = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return { type: "Ready", status, reason, message: problem ?? "", lastTransitionTime };
}
