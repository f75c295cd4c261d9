import type { AksHost, AksPool, Bounds } from "./pool";
import type { ManagedPlanCommon } from "./cluster";

export interface AksPlan extends ManagedPlanCommon {
  readonly cloud: "azure";
  readonly subscription: string;
  readonly tenant: string;
  /** Object id of the principal that runs `pulumi up`. */
  readonly deployer: string;
  /** Object ids of Entra groups. */
  readonly administrators: readonly string[];
  /** Of its control plane. */
  readonly logRetentionDays: number;
  readonly network: AksNetworkPlan;
  readonly pools: readonly AksPool[];
  /** Logical zones of the subscription: "1", "2", "3". */
  readonly zones: readonly string[];
  /** Runs critical add-ons only. */
  readonly systemPool: { readonly name: string; readonly host: AksHost; readonly bounds: Bounds; readonly initial: number };
  /** Follows from the maintenance window. */
  readonly upgradeWindows: readonly AksUpgradeWindow[];
  /** Expressions for scale sets by the cluster autoscaler's priority. */
  readonly expanderPriorities: Readonly<Record<string, readonly string[]>>;
  readonly names: {
    readonly cluster: string;
    readonly resourceGroup: string;
    readonly nodeResourceGroup: string;
    readonly frontDoorAddress: string;
    readonly logWorkspace: string;
    /** Of what brings secrets into the cluster. */
    readonly secretsIdentity: string;
  };
}

export interface AksNetworkPlan {
  readonly vnetCidr: string;
  readonly nodesCidr: string;
  /** Overlay: private to the cluster, the same in every AKS cluster. */
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly dnsServiceIp: string;
}

/** One kind of upgrade on one day of every week, in UTC. */
export interface AksUpgradeWindow {
  /** AKS's name of the kind: its own releases, the auto-upgrade channel, the node OS channel. */
  readonly schedule: "default" | "aksManagedAutoUpgradeSchedule" | "aksManagedNodeOSUpgradeSchedule";
  readonly dayOfWeek: "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday";
  /** Such as "02:00". */
  readonly startTime: string;
  /** 4 to 24. */
  readonly durationHours: number;
}
