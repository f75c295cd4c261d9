import { Provider } from "@pulumi/aws/provider";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as GoogleProvider } from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";
import type { LeafAddresses, Traffic } from "../components/traffic";
import { CloudDnsTraffic } from "../components/traffic/cloudDns";
import { Route53Traffic } from "../components/traffic/route53";
import { TrafficManagerTraffic } from "../components/traffic/trafficManager";
import { ConfigError, withLines } from "../config/file/load";
import { missingAddresses } from "../plan/traffic/missingAddresses";
import type { Addresses, AppliedTraffic, Deployed } from "../plan/model/outputs";
import { undeployedCapacity } from "../plan/survival/deployed";
import { appliedBy } from "../plan/traffic/change/applied";
import { guardProblems } from "../plan/traffic/change/guards";
import { raisedFirst } from "../plan/traffic/route53/order";
import type { FleetCapacity } from "../plan/model/capacity";
import type { TrafficPlan } from "../plan/model/traffic";
import type { CloudDnsPlan } from "../plan/model/traffic/cloudDns";
import type { Route53Plan } from "../plan/model/traffic/route53";
import type { TrafficManagerPlan } from "../plan/model/traffic/trafficManager";
import type { CloudBranch, ClusterBranch } from "../plan/model/traffic/tree";
import { ownEntry } from "../facts/properties/ownEntry";

/** Stack outputs of whoever owns the DNS. */
export interface TrafficOutputs {
  /** The name that clients use. */
  readonly host: string;
  readonly zoneId: pulumi.Output<string>;
  /** Where the parent zone has to delegate; undefined for a zone that existed before. */
  readonly nameServers: pulumi.Output<string[]> | undefined;
  readonly weights: AppliedTraffic["weights"];
  /** What else the next change is judged against. */
  readonly applied: AppliedTraffic["applied"];
  /** Clusters that answers can lead to, by name: a fleet plan refuses to drop one of them. */
  readonly serves: readonly string[];
}

/** The fleet behind the DNS: of this stack, with its front doors' addresses, or of another one, which has them among its outputs. */
export type FleetBehind = { readonly addresses: LeafAddresses } | { readonly capacity: FleetCapacity };

/**
 * The DNS in front of the fleet, from its plan.
 *
 * @param last what the last update left; undefined before the first one
 * @throws RunError, in an update and before anything is changed, when the fleet stack lacks an address; a preview goes on with a warning
 * @throws ConfigError, in a preview as in an update, when the plan must not follow the last one
 */
export function deployTraffic(plan: TrafficPlan, last: Promise<AppliedTraffic | undefined>, fleet: FleetBehind): TrafficOutputs {
  const leaves = "addresses" in fleet ? { ...fleet, complete: undefined } : fleetLeaves(plan, fleet.capacity);
  const traffic = createDns("traffic", plan, leaves, guarded(plan, last));

  return {
    host: plan.host,
    zoneId: traffic.zoneId,
    nameServers: traffic.nameServers,
    ...appliedBy(plan),
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

/** @param before what the last update left, once this plan may follow it */
function createDns(name: string, plan: TrafficPlan, leaves: Leaves, before: Promise<AppliedTraffic | undefined>): Traffic {
  const { dns } = plan;
  const { addresses } = leaves;
  const ready = pulumi.all([leaves.complete, before]);
  switch (dns.provider) {
    case "route53": {
      const raised = before.then((last) => raisedFirst(dns.records, last?.applied.sets));
      const args = { plan: { ...plan, dns }, addresses, raisedFirst: raised };
      return new Route53Traffic(name, args, { provider: createRoute53Provider("dns", dns, ready) });
    }
    case "trafficManager":
      return new TrafficManagerTraffic(
        name,
        { plan: { ...plan, dns }, addresses },
        { provider: createTrafficManagerProvider("dns", dns, ready) },
      );
    case "cloudDns":
      return new CloudDnsTraffic(name, { plan: { ...plan, dns }, addresses }, { provider: createGoogleProvider("dns", dns, ready) });
  }
}

/** What the last update left, where this plan may follow it; else it is never resolved, and the program ends with every reason. */
async function guarded(plan: TrafficPlan, last: Promise<AppliedTraffic | undefined>): Promise<AppliedTraffic | undefined> {
  const before = await last;
  const problems = before === undefined ? [] : guardProblems(before, plan);
  if (problems.length > 0) await stop(new ConfigError(withLines(pulumi.getRootDirectory(), problems)));
  return before;
}

/**
 * Configures without a call, so that an edit of weights needs Route 53 and nothing else of AWS. What the skipped checks would have caught,
 * wrong credentials or a wrong account, fails at the first record: the zone id exists in one account only.
 * Credentials come from the environment or a profile, not from a machine's metadata service.
 *
 * @param ready what the provider, and so everything that it makes, waits for
 */
function createRoute53Provider(name: string, { region }: Route53Plan, ready: pulumi.Output<unknown>): Provider {
  return new Provider(name, {
    region: ready.apply(() => region),
    skipCredentialsValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
  });
}

/**
 * Configures with one call, a look-up of regions that has no switch; when that fails, the provider says so in its log and goes on.
 *
 * @param ready what the provider, and so everything that it makes, waits for
 */
function createGoogleProvider(name: string, { project }: CloudDnsPlan, ready: pulumi.Output<unknown>): GoogleProvider {
  return new GoogleProvider(name, { project: ready.apply(() => project) });
}

/** Configures without a call: a token is fetched with the first request. A wrong subscription fails at the first resource. */
function createTrafficManagerProvider(
  name: string,
  { subscription, tenant }: TrafficManagerPlan,
  ready: pulumi.Output<unknown>,
): AzureProvider {
  return new AzureProvider(name, { subscriptionId: ready.apply(() => subscription), tenantId: tenant });
}

/** Every leaf's address, from the outputs of the fleet stack. */
function fleetLeaves(plan: TrafficPlan, capacity: FleetCapacity): Leaves {
  const { fleetStack } = plan;
  if (fleetStack === undefined) throw new Error(`${plan.stack} names no fleet stack, so the addresses have to be passed in`);

  const fleet = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${fleetStack}`);
  const outputs = pulumi.all([fleet.getOutput("addresses"), fleet.getOutput("deployed")]);
  const found: pulumi.Output<Addresses> = outputs.apply(async ([known, deployed]: [Addresses | undefined, Deployed | undefined]) => {
    const problem = missingAddresses(plan, fleetStack, known) ?? undeployedCapacity(plan, capacity, fleetStack, deployed);
    if (problem !== undefined && !pulumi.runtime.isDryRun()) await stop(new pulumi.RunError(problem));
    if (problem !== undefined) void pulumi.log.warn(problem);
    return known ?? {};
  });

  const addresses: Record<string, Record<string, pulumi.Output<string>>> = {};
  for (const { cluster, address } of plan.healthChecks) {
    const ofCluster = ownEntry(addresses, cluster) ?? {};
    addresses[cluster] = ofCluster;
    ofCluster[address] = found.apply((known) => knownOrUnknown(ownEntry(ownEntry(known, cluster), address)));
  }
  return { addresses, complete: found };
}

/**
 * Ends the program, before anything is made of what waits for the result. An error inside an input would reach the operator behind the names
 * of all the inputs that it is a part of; this one is a part of none.
 */
function stop(error: Error): Promise<never> {
  void Promise.reject(error);
  return new Promise(() => undefined);
}

/** Unknown in a preview only: an update has stopped before. */
function knownOrUnknown(address: string | undefined): pulumi.Output<string> {
  return address === undefined ? pulumi.output(pulumi.unknown).apply(String) : pulumi.output(address);
}

function clustersOf({ regions }: CloudBranch): readonly ClusterBranch[] {
  return regions.flatMap(({ clusters }) => clusters);
}
