import type { EksVersions } from "../../catalogue/versions";
import type { EksPlan } from "../model/eks";
import type { AwsIdentity, ServiceAccount } from "../model/identity";

/** What an EKS cluster's own engines follow from. */
export type EksEngineContext = Pick<EksPlan, "account" | "region" | "tags" | "names"> & { readonly versions: EksVersions };

/** In kube-system, as a role of its own with one policy. */
export function systemIdentity(
  serviceAccount: ServiceAccount,
  role: string,
  policy: { readonly name: string; readonly policy: string },
): AwsIdentity {
  return { cloud: "aws", serviceAccount, component: undefined, role, grants: [policy] };
}
