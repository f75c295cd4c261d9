import type * as gcp from "@pulumi/gcp";
import type { GkePlan } from "../../../plan/model/gke";

/** What hardens a cluster, beside who may reach it; docs/decisions/gke-security.md has the list that security teams check, and the exceptions. */
export function hardeningOf({ project, secretsKey }: GkePlan): Partial<gcp.container.ClusterArgs> {
  return {
    // Said also without a key: a key that is taken out of the stack file would otherwise stay in use.
    databaseEncryption: secretsKey === undefined ? { state: "DECRYPTED" } : { state: "ENCRYPTED", keyName: secretsKey },
    workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    // Health checks only.
    anonymousAuthenticationConfig: { mode: "LIMITED" },
    rbacBindingConfig: { enableInsecureBindingSystemAuthenticated: false, enableInsecureBindingSystemUnauthenticated: false },
    // The project's policy decides, which is to allow everything until a security team says otherwise.
    binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
    // Scans of images are no longer a part of it: https://docs.cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation
    securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
  };
}
