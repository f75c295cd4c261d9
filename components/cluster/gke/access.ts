import type * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GkePlan } from "../../../plan/model/gke";
import { execKubeconfig, type AuthPlugin } from "../kubeconfig";

type Arguments = Partial<gcp.container.ClusterArgs>;

/** Who may reach the API server, and which groups it knows. */
export function accessOf({ apiAccess, administrators }: GkePlan): Arguments {
  const byDns = apiAccess.mode === "iamDns";
  const securityGroup = securityGroupOf(administrators);
  return {
    privateClusterConfig: { enablePrivateNodes: true, ...(byDns ? {} : { enablePrivateEndpoint: apiAccess.mode === "private" }) },
    // Said in every mode, so that a cluster can go from one to another.
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: byDns }, ipEndpointsConfig: { enabled: !byDns } },
    ...(byDns
      ? {}
      : {
          masterAuthorizedNetworksConfig: {
            // None shuts out every address but the nodes'.
            cidrBlocks: apiAccess.mode === "private" ? [] : apiAccess.cidrs.map((cidrBlock) => ({ cidrBlock })),
            // Other customers' machines have Google's addresses too.
            gcpPublicCidrsAccessEnabled: false,
          },
        }),
    ...(securityGroup === undefined ? {} : { authenticatorGroupsConfig: { securityGroup } }),
  };
}

/** "https://...": the address, or the DNS name where that is the only way in. */
export function endpointOf({ apiAccess }: GkePlan, cluster: gcp.container.Cluster): pulumi.Output<string> {
  if (apiAccess.mode !== "iamDns") return pulumi.interpolate`https://${cluster.endpoint}`;
  return cluster.controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) => `https://${dnsEndpointConfig?.endpoint ?? ""}`);
}

/** By its DNS name the API server shows a certificate of the public web, and none of the cluster's own CA. */
export function kubeconfigOf(
  plan: GkePlan,
  endpoint: pulumi.Output<string>,
  certificateAuthority: pulumi.Output<string>,
): pulumi.Output<string> {
  const verifiedBy = plan.apiAccess.mode === "iamDns" ? {} : { certificateAuthority };
  return execKubeconfig({ name: plan.name, endpoint, ...verifiedBy, plugin: gcloudPlugin });
}

/**
 * GKE recognises a group only when it is a member of the group of this very name in its domain.
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac
 */
function securityGroupOf(administrators: readonly string[]): string | undefined {
  const domain = administrators.find((member) => member.startsWith("group:"))?.split("@")[1];
  return domain === undefined ? undefined : `gke-security-groups@${domain}`;
}

/** Takes the caller's `gcloud auth login`, on a laptop as in CI. It answers in v1beta1 and no other version. */
const gcloudPlugin: AuthPlugin = {
  apiVersion: "client.authentication.k8s.io/v1beta1",
  command: "gke-gcloud-auth-plugin",
  args: [],
  provideClusterInfo: true,
  installHint:
    "gke-gcloud-auth-plugin is the auth plugin of GKE: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl",
};
