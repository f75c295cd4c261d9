import { Provider } from "@pulumi/aws/provider";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as GoogleProvider } from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";
import type { LeafAddresses, Traffic } from "../components/traffic";
import { CloudDnsTraffic } from "../components/traffic/cloudDns";
import { Route53Traffic } from "../components/traffic/route53";
import { TrafficManagerTraffic } from "../components/traffic/trafficManager";
import type { CloudDnsPlan } from "./plan/traffic/cloudDns";
import type { Route53Plan } from "./plan/traffic/route53";
import { missingAddresses } from "./plan/missingAddresses";
import type { Addresses, Deployed } from "./plan/outputs";
import { undeployedCapacity } from "./plan/survival/deployed";
import type { TrafficManagerPlan } from "./plan/traffic/trafficManager";
import type { CloudBranch, ClusterBranch, TrafficPlan } from "./plan/traffic/trafficPlan";

/** Stack outputs of whoever owns the DNS. */
export interface TrafficOutputs {
  /** The name that clients use. */
  readonly host: string;
  readonly zoneId: pulumi.Output<string>;
  /** Where the parent zone has to delegate; undefined for a zone that existed before. */
  readonly nameServers: pulumi.Output<string[]> | undefined;
  readonly weights: EffectiveWeights;
  /** Clusters that answers can lead to, by name: a fleet plan refuses to drop one of them. */
  readonly serves: readonly string[];
}

/** By cloud, region and cluster: its weight among its siblings, and the share of all answers (0 to 1) while everything is healthy. */
export type EffectiveWeights = Readonly<
  Record<string, Weight & { readonly regions: Readonly<Record<string, Weight & { readonly clusters: Readonly<Record<string, Weight>> }>> }>
>;

interface Weight {
  readonly weight: number;
  readonly share: number;
}

/**
 * The DNS in front of the fleet, from its plan.
 *
 * @param addresses the front doors' addresses, where this stack owns them too; by default they are the fleet stack's outputs
 * @throws RunError, in an update and before anything is changed, when the fleet stack lacks an address; a preview goes on with a warning
 */
export function deployTraffic(plan: TrafficPlan, addresses?: LeafAddresses): TrafficOutputs {
  const leaves = addresses === undefined ? fleetLeaves(plan) : { addresses, complete: undefined };
  const traffic = createDns("traffic", plan, leaves);

  return {
    host: plan.host,
    zoneId: traffic.zoneId,
    nameServers: traffic.nameServers,
    weights: effectiveWeights(plan.clouds),
    serves: plan.clouds
      .flatMap(clustersOf)
      .map(({ cluster }) => cluster)
      .sort(),
  };
}

interface Leaves {
  readonly addresses: LeafAddresses;
  /** Never resolved where an address is missing; undefined where none can be. */
  readonly complete: pulumi.Output<unknown> | undefined;
}

function createDns(name: string, plan: TrafficPlan, { addresses, complete }: Leaves): Traffic {
  const { dns } = plan;
  switch (dns.provider) {
    case "route53":
      return new Route53Traffic(name, { plan: { ...plan, dns }, addresses }, { provider: createRoute53Provider("dns", dns, complete) });
    case "cloudDns":
      return new CloudDnsTraffic(name, { plan: { ...plan, dns }, addresses }, { provider: createGoogleProvider("dns", dns, complete) });
    case "trafficManager":
      return new TrafficManagerTraffic(
        name,
        { plan: { ...plan, dns }, addresses },
        { provider: createTrafficManagerProvider("dns", dns, complete) },
      );
  }
}

/**
 * Configures without a call, so that an edit of weights needs Route 53 and nothing else of AWS. What the skipped checks would have caught,
 * wrong credentials or a wrong account, fails at the first record: the zone id exists in one account only.
 * Credentials come from the environment or a profile, not from a machine's metadata service.
 *
 * @param complete what the provider, and so everything that it makes, waits for
 */
function createRoute53Provider(name: string, { region }: Route53Plan, complete: Leaves["complete"]): Provider {
  return new Provider(name, {
    region: complete?.apply(() => region) ?? region,
    skipCredentialsValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
  });
}

/**
 * Configures with one call, a look-up of regions that has no switch; when that fails, the provider says so in its log and goes on.
 *
 * @param complete what the provider, and so everything that it makes, waits for
 */
function createGoogleProvider(name: string, { project }: CloudDnsPlan, complete: Leaves["complete"]): GoogleProvider {
  return new GoogleProvider(name, { project: complete?.apply(() => project) ?? project });
}

/** Configures without a call: a token is fetched with the first request. A wrong subscription fails at the first resource. */
function createTrafficManagerProvider(
  name: string,
  { subscription, tenant }: TrafficManagerPlan,
  complete: Leaves["complete"],
): AzureProvider {
  return new AzureProvider(name, { subscriptionId: complete?.apply(() => subscription) ?? subscription, tenantId: tenant });
}

/** Every leaf's address, from the outputs of the fleet stack. */
function fleetLeaves(plan: TrafficPlan): Leaves {
  const { fleetStack } = plan;
  if (fleetStack === undefined) throw new Error(`${plan.stack} names no fleet stack, so the addresses have to be passed in`);

  const fleet = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${fleetStack}`);
  const outputs = pulumi.all([fleet.getOutput("addresses"), fleet.getOutput("deployed")]);
  const found: pulumi.Output<Addresses> = outputs.apply(async ([known, deployed]: [Addresses | undefined, Deployed | undefined]) => {
    const problem = missingAddresses(plan, fleetStack, known) ?? undeployedCapacity(plan, fleetStack, deployed);
    if (problem !== undefined && !pulumi.runtime.isDryRun()) await stop(problem);
    if (problem !== undefined) void pulumi.log.warn(problem);
    return known ?? {};
  });

  const addresses: Record<string, Record<string, pulumi.Output<string>>> = {};
  for (const { cluster, address } of plan.healthChecks) {
    const ofCluster = (addresses[cluster] ??= {});
    ofCluster[address] = found.apply((known) => knownOrUnknown(known[cluster]?.[address]));
  }
  return { addresses, complete: found };
}

/**
 * Ends the program with one sentence, before anything is made of what waits for the result. An error inside an input would reach the
 * operator behind the names of all the inputs that it is a part of; this one is a part of none.
 */
function stop(problem: string): Promise<never> {
  void Promise.reject(new pulumi.RunError(problem));
  return new Promise(() => undefined);
}

/** Unknown in a preview only: an update has stopped before. */
function knownOrUnknown(address: string | undefined): pulumi.Output<string> {
  return address === undefined ? pulumi.output(pulumi.unknown).apply(String) : pulumi.output(address);
}

function effectiveWeights(clouds: readonly CloudBranch[]): EffectiveWeights {
  return byKey(clouds, ({ cloud, regions, ...branch }) => [
    cloud,
    {
      ...weightOf(branch),
      regions: byKey(regions, ({ region, clusters, ...rest }) => [
        region,
        { ...weightOf(rest), clusters: byKey(clusters, ({ cluster, ...leaf }) => [cluster, weightOf(leaf)]) },
      ]),
    },
  ]);
}

function byKey<Branch, Value>(
  branches: readonly Branch[],
  entry: (branch: Branch) => readonly [string, Value],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(branches.map(entry));
}

function weightOf({ weight, share }: Weight): Weight {
  return { weight, share };
}

function clustersOf({ regions }: CloudBranch): readonly ClusterBranch[] {
  return regions.flatMap(({ clusters }) => clusters);
}
