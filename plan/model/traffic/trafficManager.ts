import type { HealthCheckPlan } from "./probing";

/** Nested profiles, down to the addresses, and the names that lead to the outermost one. */
export interface TrafficManagerPlan {
  readonly provider: "trafficManager";
  readonly subscription: string;
  readonly tenant: string;
  /** Without a location it exists already. */
  readonly resourceGroup: { readonly name: string; readonly location: string | undefined };
  /** With the resource id and the resource group of a zone that exists already. */
  readonly zone: { readonly name: string; readonly existing: { readonly id: string; readonly group: string } | undefined };
  /** Every profile's. */
  readonly monitor: MonitorPlan;
  /** Everything that answers a name; a profile stands after those that it leads to. */
  readonly records: readonly (ProfilePlan | CnamePlan)[];
}

export interface ProfilePlan {
  readonly kind: "profile";
  /** Pulumi name. */
  readonly name: string;
  /** Label below trafficmanager.net, and the resource's name. */
  readonly dnsName: string;
  readonly fqdn: string;
  readonly routing: "weighted" | "priority";
  readonly ttlSeconds: number;
  readonly protect: boolean;
  readonly endpoints: readonly EndpointPlan[];
}

export type EndpointPlan = ProfileEndpointPlan | AddressEndpointPlan;

interface EndpointPlanCommon {
  /** Unique in its profile. */
  readonly name: string;
  /** A disabled one is neither probed nor answered with, whatever else is lost. */
  readonly enabled: boolean;
  readonly order: { readonly kind: "weight"; readonly weight: number } | { readonly kind: "priority"; readonly priority: number };
}

/** Answers with what another profile answers while that one has an endpoint that is up. */
export interface ProfileEndpointPlan extends EndpointPlanCommon {
  readonly kind: "profile";
  /** Name of a profile of the plan. */
  readonly profile: string;
}

export interface AddressEndpointPlan extends EndpointPlanCommon {
  readonly kind: "address";
  readonly cluster: string;
  readonly address: string;
}

/** A name in the zone. */
export interface CnamePlan {
  readonly kind: "cname";
  /** Pulumi name. */
  readonly name: string;
  readonly fqdn: string;
  /** Relative to the zone. */
  readonly label: string;
  /** Name of a profile of the plan. */
  readonly profile: string;
  readonly ttlSeconds: number;
}

/** How the endpoints of a profile are probed. */
export interface MonitorPlan {
  readonly protocol: HealthCheckPlan["protocol"];
  readonly port: number;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** One more failure in a row makes an endpoint degraded. */
  readonly toleratedFailures: number;
  /** Undefined where a connection is enough. */
  readonly request:
    { readonly path: string; readonly hostHeader: string; readonly successes: { readonly min: number; readonly max: number } } | undefined;
}
