import type * as pulumi from "@pulumi/pulumi";
import type { DnsPlan, TrafficPlan } from "../../plan/model/traffic";

/** A plan of one provider's. */
export type PlanOf<Dns extends DnsPlan> = TrafficPlan & { readonly dns: Dns };

/** What a DNS provider's component takes: the plan, and the address behind every leaf of it. */
export interface TrafficArgs<Dns extends DnsPlan> {
  readonly plan: PlanOf<Dns>;
  readonly addresses: LeafAddresses;
}

/** Per cluster, the front door's addresses by leaf, such as { "aws-usw2": { "usw2-az1": "192.0.2.10" } }. At least the leaves of the plan. */
export type LeafAddresses = Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;

/** Makes zone, records and health checks at one DNS provider. */
export interface Traffic extends pulumi.ComponentResource {
  readonly zoneId: pulumi.Output<string>;
  /** Where the parent zone has to delegate; undefined for a zone that this stack did not make. */
  readonly nameServers: pulumi.Output<string[]> | undefined;
}
