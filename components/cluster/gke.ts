import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GkePlan } from "../../stacks/plan/fleetPlan";
import { secondaryRanges, type GkeNetwork } from "../network/gke";
import type { ManagedCluster } from "./index";
import { execKubeconfig, type AuthPlugin } from "./kubeconfig";

export interface GkeClusterArgs {
  readonly plan: GkePlan;
  readonly network: GkeNetwork;
}

/** A regional Standard GKE cluster without node pools: private nodes, Dataplane V2, workload identity. */
export class GkeCluster extends pulumi.ComponentResource implements ManagedCluster {
  /** Full id; pools refer to it by this, so that they go with it. */
  readonly clusterId: pulumi.Output<string>;
  /** Version that pools follow: the control plane's own once it is on the planned minor, which a preview of an upgrade cannot know, and until then that minor. */
  readonly kubernetes: pulumi.Output<string>;
  /** Email of the service account that nodes run as. */
  readonly nodeServiceAccount: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly identity: pulumi.Output<string>;
  /** None: the deployer's rights inside come from the same IAM role that lets it make the cluster. */
  readonly access: readonly pulumi.Resource[] = [];

  constructor(name: string, { plan, network }: GkeClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:GkeCluster", name, {}, opts);
    const parent = { parent: this };

    const account = new gcp.serviceaccount.Account(
      `${name}-nodes`,
      { accountId: plan.names.nodeServiceAccount, project: plan.project, displayName: `Nodes of ${plan.name}` },
      parent,
    );
    // All that nodes need: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/service-accounts
    const nodeRole = new gcp.projects.IAMMember(
      `${name}-nodes-role`,
      { project: plan.project, role: "roles/container.defaultNodeServiceAccount", member: account.member },
      parent,
    );
    const cluster = createCluster(`${name}-control-plane`, plan, network, account, { ...parent, dependsOn: [nodeRole, ...network.egress] });
    const ca = cluster.masterAuth.clusterCaCertificate;

    this.clusterId = cluster.id;
    this.kubernetes = cluster.masterVersion.apply((version) => (minorOf(version) < minorOf(plan.kubernetes) ? plan.kubernetes : version));
    this.nodeServiceAccount = account.email;
    this.endpoint = pulumi.interpolate`https://${cluster.endpoint}`;
    this.kubeconfig = execKubeconfig({ name: plan.name, endpoint: this.endpoint, certificateAuthority: ca, plugin: gcloudPlugin });
    this.identity = ca;
    this.registerOutputs({ endpoint: this.endpoint, identity: this.identity, kubeconfig: this.kubeconfig });
  }
}

function createCluster(
  name: string,
  plan: GkePlan,
  network: GkeNetwork,
  account: gcp.serviceaccount.Account,
  opts: pulumi.CustomResourceOptions,
): gcp.container.Cluster {
  return new gcp.container.Cluster(
    name,
    {
      name: plan.names.cluster,
      project: plan.project,
      // A region, not a zone: the control plane is in several zones.
      location: plan.region,
      nodeLocations: [...plan.zones],
      enableAutopilot: false,
      releaseChannel: { channel: "REGULAR" },
      minMasterVersion: plan.kubernetes,

      network: network.networkId,
      subnetwork: network.subnetworkId,
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: secondaryRanges.pods,
        servicesSecondaryRangeName: secondaryRanges.services,
      },
      defaultMaxPodsPerNode: plan.network.maxPodsPerNode,
      datapathProvider: "ADVANCED_DATAPATH",

      ...accessOf(plan),
      workloadIdentityConfig: { workloadPool: `${plan.project}.svc.id.goog` },
      enableShieldedNodes: true,

      // The API wants a first pool. It lives for a minute, and under the nodes' own account, since projects may have disabled the default one.
      initialNodeCount: 1,
      removeDefaultNodePool: true,
      nodeConfig: { serviceAccount: account.email, shieldedInstanceConfig: { enableSecureBoot: true } },

      // Pulumi's own protection guards the cluster; this one would have to be taken off in an update of its own.
      deletionProtection: false,
      resourceLabels: plan.tags,
    },
    {
      ...opts,
      protect: plan.protect,
      // Of the first pool only: once that is gone, the API answers here with another pool's settings.
      ignoreChanges: ["nodeConfig"],
    },
  );
}

/** @param version "1.35" or "1.35.8-gke.1225000" */
function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

/** Who may reach the API server, and which groups it knows. */
function accessOf({ apiAccess, administrators }: GkePlan) {
  const securityGroup = securityGroupOf(administrators);
  return {
    privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: apiAccess.mode === "private" },
    masterAuthorizedNetworksConfig: {
      // None shuts out every address but the nodes'.
      cidrBlocks: apiAccess.mode === "private" ? [] : apiAccess.cidrs.map((cidrBlock) => ({ cidrBlock })),
      // Other customers' machines have Google's addresses too.
      gcpPublicCidrsAccessEnabled: false,
    },
    ...(securityGroup === undefined ? {} : { authenticatorGroupsConfig: { securityGroup } }),
  } satisfies gcp.container.ClusterArgs;
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
