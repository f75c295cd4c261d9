import * as compute from "@pulumi/gcp/compute";
import * as dns from "@pulumi/gcp/dns";
import * as pulumi from "@pulumi/pulumi";
import { addressOf } from "./addressOf";
import type { LeafAddresses, PlanOf, Traffic, TrafficArgs } from "./index";
import type { CloudDnsPlan, EndpointCheckPlan, RoutedRecordPlan } from "../../plan/model/traffic/cloudDns";

/**
 * One record set per name, each with a weighted routing policy over all addresses. One health check probes every address of a policy, and
 * those that fail leave its answers. A record set is changed as a whole, so weights never stand half-changed.
 * https://docs.cloud.google.com/dns/docs/routing-policies-overview
 */
export class CloudDnsTraffic extends pulumi.ComponentResource implements Traffic {
  /** Name of the managed zone. */
  readonly zoneId: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]> | undefined;

  constructor(name: string, { plan, addresses }: TrafficArgs<CloudDnsPlan>, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:traffic:CloudDnsTraffic", name, {}, opts);
    const child = { parent: this };

    const zone = managedZone(`${name}-zone`, plan, child);
    const healthCheck = createHealthCheck(`${name}-health`, plan, child);
    for (const record of plan.dns.records) createRecordSet(record, { zone: zone.name, healthCheck, addresses }, child);

    this.zoneId = zone.name;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}

interface Zone {
  readonly name: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]> | undefined;
}

function managedZone(name: string, { dns: { zone }, tags, protect }: PlanOf<CloudDnsPlan>, opts: pulumi.CustomResourceOptions): Zone {
  // An existing zone is known by its name and not read: a preview looks nothing up.
  if (zone.existingName !== undefined) return { name: pulumi.output(zone.existingName), nameServers: undefined };
  const made = new dns.ManagedZone(
    name,
    {
      dnsName: `${zone.name}.`,
      description: `Made by ${pulumi.getProject()}/${pulumi.getStack()}`,
      dnssecConfig: { state: zone.dnssec ? "on" : "off" },
      labels: tags,
    },
    { ...opts, protect },
  );
  return { name: made.name, nameServers: made.nameServers };
}

/** The check has no labels to carry the stack's tags. */
function createHealthCheck(name: string, { dns, probing }: PlanOf<CloudDnsPlan>, opts: pulumi.CustomResourceOptions): compute.HealthCheck {
  const { timeoutSeconds, sourceRegions } = dns.healthCheck;
  return new compute.HealthCheck(
    name,
    {
      description: `Made by ${pulumi.getProject()}/${pulumi.getStack()}`,
      checkIntervalSec: probing.intervalSeconds,
      timeoutSec: timeoutSeconds,
      unhealthyThreshold: probing.failuresToLeave,
      healthyThreshold: probing.successesToReturn,
      sourceRegions: [...sourceRegions],
      ...request(dns.healthCheck),
    },
    opts,
  );
}

function request({ protocol, port, host, path }: EndpointCheckPlan): Partial<compute.HealthCheckArgs> {
  const where = { port, portSpecification: "USE_FIXED_PORT" };
  switch (protocol) {
    case "HTTP":
      return { httpHealthCheck: { ...where, host, requestPath: path } };
    case "HTTPS":
      return { httpsHealthCheck: { ...where, host, requestPath: path } };
    case "TCP":
      return { tcpHealthCheck: where };
  }
}

interface RecordContext {
  readonly zone: pulumi.Output<string>;
  readonly healthCheck: compute.HealthCheck;
  readonly addresses: LeafAddresses;
}

function createRecordSet(
  { name, fqdn, ttlSeconds, items }: RoutedRecordPlan,
  { zone, healthCheck, addresses }: RecordContext,
  opts: pulumi.CustomResourceOptions,
): dns.RecordSet {
  return new dns.RecordSet(
    name,
    {
      managedZone: zone,
      name: `${fqdn}.`,
      type: "A",
      ttl: ttlSeconds,
      routingPolicy: {
        healthCheck: healthCheck.id,
        // One address in each: a signed zone takes no more.
        wrrs: items.map((item) => ({
          weight: item.weight,
          healthCheckedTargets: { externalEndpoints: [addressOf(item, addresses)] },
        })),
      },
    },
    // A create takes the place of what has its name and type; a delete that came after it would take the new set away.
    { ...opts, deleteBeforeReplace: true },
  );
}
