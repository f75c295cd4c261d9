import * as container from "@pulumi/gcp/container";
import * as projects from "@pulumi/gcp/projects";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import * as pulumi from "@pulumi/pulumi";
import type { GkePlan } from "../../../plan/model/gke";
import { secondaryRanges, type GkeNetwork } from "../../network/gke";
import { accessOf, endpointOf, kubeconfigOf } from "./access";
import { telemetry, upgradesOf } from "./operations";
import { hardeningOf } from "./security";
import type { ManagedCluster } from "../index";

export interface GkeClusterArgs {
  readonly plan: GkePlan;
  readonly network: GkeNetwork;
}

/** A regional Standard GKE cluster without node pools: private nodes, Dataplane V2, workload identity. */
export class GkeCluster extends pulumi.ComponentResource implements ManagedCluster {
  /** Full id; pools refer to it by this, so that they go with it. */
  readonly clusterId: pulumi.Output<string>;
  /** Email of the service account that nodes run as. */
  readonly nodeServiceAccount: pulumi.Output<string>;
  /** Of the control plane, such as "1.35.8-gke.1041000". */
  readonly version: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly identity: pulumi.Output<string>;
  /** None: the deployer's rights inside come from the same IAM role that lets it make the cluster. */
  readonly access: readonly pulumi.Resource[] = [];

  constructor(name: string, { plan, network }: GkeClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:GkeCluster", name, {}, opts);
    const parent = { parent: this };

    const account = new serviceaccount.Account(
      `${name}-nodes`,
      { accountId: plan.names.nodeServiceAccount, project: plan.project, displayName: `Nodes of ${plan.name}` },
      parent,
    );
    // All that nodes need: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/service-accounts
    const nodeRole = new projects.IAMMember(
      `${name}-nodes-role`,
      { project: plan.project, role: "roles/container.defaultNodeServiceAccount", member: account.member },
      parent,
    );
    const cluster = createCluster(`${name}-control-plane`, plan, network, account, { ...parent, dependsOn: [nodeRole, ...network.egress] });
    const ca = cluster.masterAuth.clusterCaCertificate;

    this.clusterId = cluster.id;
    this.nodeServiceAccount = account.email;
    this.version = cluster.masterVersion;
    this.endpoint = endpointOf(plan, cluster);
    this.kubeconfig = kubeconfigOf(plan, this.endpoint, ca);
    this.identity = ca;
    this.registerOutputs({ endpoint: this.endpoint, identity: this.identity, kubeconfig: this.kubeconfig });
  }
}

function createCluster(
  name: string,
  plan: GkePlan,
  network: GkeNetwork,
  account: serviceaccount.Account,
  opts: pulumi.CustomResourceOptions,
): container.Cluster {
  return new container.Cluster(
    name,
    {
      name: plan.names.cluster,
      project: plan.project,
      // A region, not a zone: the control plane is in several zones.
      location: plan.region,
      nodeLocations: [...plan.zones],
      enableAutopilot: false,
      ...upgradesOf(plan),

      network: network.networkId,
      subnetwork: network.subnetworkId,
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: secondaryRanges.pods,
        servicesSecondaryRangeName: secondaryRanges.services,
      },
      defaultMaxPodsPerNode: plan.network.maxPodsPerNode,
      // Cilium, which also enforces network policies.
      datapathProvider: "ADVANCED_DATAPATH",

      ...accessOf(plan),
      ...hardeningOf(plan),
      ...telemetry(),
      // Node pools are the stack file's. The class called "default" says in which order they grow.
      clusterAutoscaling: { enabled: false, defaultComputeClassEnabled: plan.poolPriorities.length > 0 },

      // The API wants a first pool. It lives for a minute, and under the nodes' own account, since projects may have disabled the default one.
      initialNodeCount: 1,
      removeDefaultNodePool: true,
      nodeConfig: {
        serviceAccount: account.email,
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        workloadMetadataConfig: { mode: "GKE_METADATA" },
      },

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
