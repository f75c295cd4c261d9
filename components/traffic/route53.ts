import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { addressOf } from "./addressOf";
import type { LeafAddresses, PlanOf, Traffic, TrafficArgs } from "./index";
import { createSliceChecks } from "./route53Slices";
import type { RecordPlan, Route53Plan } from "../../plan/model/traffic/route53";
import type { HealthCheckPlan } from "../../plan/model/traffic/probing";

export interface Route53TrafficArgs extends TrafficArgs<Route53Plan> {
  /** By name of a record: names of those beside it that are written before it. */
  readonly raisedFirst: Promise<ReadonlyMap<string, readonly string[]>>;
}

/**
 * A tree of record sets in one zone: aliases down to one record per address, a health check on every address, and every alias follows its
 * target's health. So an address that fails leaves alone, and a branch leaves with its last address.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export class Route53Traffic extends pulumi.ComponentResource implements Traffic {
  readonly zoneId: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]> | undefined;

  constructor(name: string, { plan, addresses, raisedFirst }: Route53TrafficArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:traffic:Route53Traffic", name, {}, opts);
    const child = { parent: this };

    const zone = hostedZone(`${name}-zone`, plan, child);
    const endpoints = createHealthChecks(plan, addresses, child);
    const healthChecks = new Map([
      ...endpoints,
      ...createCalculatedChecks(plan, endpoints, child),
      ...createSliceChecks(plan.dns.slices, plan.tags, child),
    ]);
    createRecords(plan.dns.records, { zoneId: zone.id, healthChecks, addresses, raisedFirst }, child);

    this.zoneId = zone.id;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}

interface Zone {
  readonly id: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]> | undefined;
}

function hostedZone(name: string, { dns: { zone }, tags, protect }: PlanOf<Route53Plan>, opts: pulumi.CustomResourceOptions): Zone {
  // An existing zone is named by its id and not read: a preview looks nothing up.
  if (zone.existingId !== undefined) return { id: pulumi.output(zone.existingId), nameServers: undefined };
  const made = new route53.Zone(
    name,
    {
      name: zone.name,
      comment: `Made by ${pulumi.getProject()}/${pulumi.getStack()}`,
      enableAcceleratedRecovery: zone.acceleratedRecovery,
      tags,
    },
    { ...opts, protect },
  );
  return { id: made.zoneId, nameServers: made.nameServers };
}

/** By name. */
type HealthChecks = ReadonlyMap<string, route53.HealthCheck>;

function createHealthChecks(plan: PlanOf<Route53Plan>, addresses: LeafAddresses, opts: pulumi.CustomResourceOptions): HealthChecks {
  const { intervalSeconds, failuresToLeave } = plan.probing;
  return new Map(
    plan.healthChecks.map((check) => [
      check.name,
      new route53.HealthCheck(
        check.name,
        {
          ipAddress: addressOf(check, addresses),
          port: check.port,
          requestInterval: intervalSeconds,
          failureThreshold: failuresToLeave,
          measureLatency: plan.dns.measureLatency,
          ...request(check),
          tags: { ...plan.tags, Name: check.name },
        },
        opts,
      ),
    ]),
  );
}

/** One for each cloud that has a stand-in: what people and alarms look at, and what makes the failover pair change over. */
function createCalculatedChecks(
  { dns, tags }: PlanOf<Route53Plan>,
  endpoints: HealthChecks,
  opts: pulumi.CustomResourceOptions,
): HealthChecks {
  return new Map(
    dns.calculatedChecks.map(({ name, children }) => [
      name,
      new route53.HealthCheck(
        name,
        {
          type: "CALCULATED",
          childHealthchecks: children.map((child) => named(endpoints, child, name).id),
          childHealthThreshold: 1,
          tags: { ...tags, Name: name },
        },
        opts,
      ),
    ]),
  );
}

function named(healthChecks: HealthChecks, name: string, user: string): route53.HealthCheck {
  const found = healthChecks.get(name);
  if (found === undefined) throw new Error(`${user} names the health check ${name}, which the plan does not have`);
  return found;
}

/** With an address beside it, `fqdn` is only the Host header (and the TLS server name); a TCP check sends none. */
function request({ protocol, host, path }: HealthCheckPlan): { type: string; fqdn?: string; resourcePath?: string } {
  return protocol === "TCP" ? { type: protocol } : { type: protocol, fqdn: host, resourcePath: path };
}

interface RecordContext {
  readonly zoneId: pulumi.Output<string>;
  readonly healthChecks: HealthChecks;
  readonly addresses: LeafAddresses;
  readonly raisedFirst: Route53TrafficArgs["raisedFirst"];
}

/**
 * Leaves first: Route 53 refuses an alias to a record set that does not exist. Deletes go the other way. Within a set, whoever is raised goes
 * first: sets never wait for those above them, so that nobody waits in a circle.
 *
 * @param plans a tree: every alias leads down to address records
 */
function createRecords(plans: readonly RecordPlan[], context: RecordContext, opts: pulumi.CustomResourceOptions): void {
  const records = new Map<string, route53.Record>();
  const sets = new Map<string, readonly route53.Record[]>();
  const recordSet = (fqdn: string): readonly route53.Record[] => {
    const made = sets.get(fqdn) ?? plans.filter((plan) => plan.fqdn === fqdn).map(create);
    sets.set(fqdn, made);
    return made;
  };
  const create = (plan: RecordPlan): route53.Record => {
    const target = plan.kind === "address" ? [] : recordSet(plan.target);
    // By the time anybody knows whom to wait for, all are made.
    const dependsOn = context.raisedFirst.then((names) => {
      const raised = names.get(plan.name) ?? [];
      return [...target, ...raised.flatMap((name) => records.get(name) ?? [])];
    });
    const record = new route53.Record(plan.name, { ...common(plan, context), ...answer(plan, context) }, { ...opts, dependsOn });
    records.set(plan.name, record);
    return record;
  };
  for (const { fqdn } of plans) recordSet(fqdn);
}

/** What it answers with: its address, or whatever its target answers while that is healthy. */
function answer(plan: RecordPlan, { zoneId, addresses }: RecordContext) {
  return plan.kind === "address"
    ? { ttl: plan.ttlSeconds, records: [addressOf(plan, addresses)] }
    : { aliases: [{ name: plan.target, zoneId, evaluateTargetHealth: true }] };
}

function common(plan: RecordPlan, { zoneId, healthChecks }: RecordContext) {
  const check = plan.healthCheck === undefined ? {} : { healthCheckId: named(healthChecks, plan.healthCheck, plan.name).id };
  return { zoneId, name: plan.fqdn, type: "A", ...routed(plan), ...check };
}

function routed({ routing }: RecordPlan) {
  switch (routing.kind) {
    case "simple":
      return {};
    case "weighted":
      return { setIdentifier: routing.setIdentifier, weightedRoutingPolicies: [{ weight: routing.weight }] };
    case "failover":
      return { setIdentifier: routing.setIdentifier, failoverRoutingPolicies: [{ type: routing.role }] };
  }
}
