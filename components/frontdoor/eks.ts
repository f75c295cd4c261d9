import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../plan/model/eks";
import type { EksNetwork } from "../network/eks";
import type { FrontDoor, ServiceBinding } from "./index";
import type { WorkloadPlan } from "../../plan/model/workload";

export interface EksFrontDoorArgs {
  readonly plan: EksPlan;
  readonly network: EksNetwork;
  /** Makes the load balancer, and must outlive the Service to delete it. */
  readonly controller: readonly pulumi.Resource[];
}

/**
 * One elastic IP per zone, and how a Service binds them to a network load balancer.
 *
 * Every address answers from the pods of all zones (cross-zone balancing is on): a zone without a ready pod, as a rolling update of a few
 * replicas leaves behind for seconds, still serves. A zone that is lost takes its own address down with it, and only that one.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
export class EksFrontDoor extends pulumi.ComponentResource implements FrontDoor {
  readonly addresses: Readonly<Record<string, pulumi.Output<string>>>;
  readonly service: ServiceBinding;

  constructor(name: string, { plan, network, controller }: EksFrontDoorArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:frontdoor:EksFrontDoor", name, {}, opts);

    const zones = Object.entries(network.publicSubnetIds).map(([zone, subnetId]) => ({
      zone,
      subnetId,
      ip: createElasticIp(`${name}-${zone}`, plan, { parent: this }),
    }));

    this.addresses = Object.fromEntries(zones.map(({ zone, ip }) => [zone, ip.publicIp]));
    this.service = {
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
      annotations: { ...bindAddresses(zones), ...balancing(plan) },
      dependsOn: [...controller, ...network.ingress],
    };
    this.registerOutputs({ addresses: this.addresses });
  }
}

function createElasticIp(name: string, { tags, protect }: EksPlan, opts: pulumi.CustomResourceOptions): ec2.Eip {
  return new ec2.Eip(name, { domain: "vpc", tags: { ...tags, Name: name } }, { ...opts, protect });
}

interface BoundZone {
  readonly subnetId: pulumi.Output<string>;
  readonly ip: ec2.Eip;
}

/** The controller pairs addresses and subnets by position. */
function bindAddresses(zones: readonly BoundZone[]): Record<string, pulumi.Input<string>> {
  return {
    [annotation("scheme")]: "internet-facing",
    [annotation("eip-allocations")]: commaSeparated(zones.map(({ ip }) => ip.allocationId)),
    [annotation("subnets")]: commaSeparated(zones.map(({ subnetId }) => subnetId)),
  };
}

function balancing(plan: EksPlan): Record<string, string> {
  const exposed = plan.workloads.find(({ exposedPort }) => exposedPort !== undefined);
  return {
    [annotation("name")]: plan.names.loadBalancer,
    [annotation("nlb-target-type")]: "ip",
    [annotation("attributes")]: "load_balancing.cross_zone.enabled=true",
    ...targetHealth,
    ...(exposed === undefined ? {} : following(exposed)),
  };
}

function following({ probes, shutdown }: WorkloadPlan): Record<string, string> {
  return {
    [annotation("healthcheck-path")]: probes.readiness.path,
    // Connections end when the pod does; the default would keep its address as a target for 300 s.
    [annotation("target-group-attributes")]: `deregistration_delay.timeout_seconds=${shutdown.gracePeriodSeconds}`,
  };
}

function annotation(key: string): string {
  return `service.beta.kubernetes.io/aws-load-balancer-${key}`;
}

function commaSeparated(ids: readonly pulumi.Output<string>[]): pulumi.Output<string> {
  return pulumi.all([...ids]).apply((values) => values.join(","));
}

/**
 * The pods of a lost zone get no new connections after about 10 s: the shortest that a network load balancer knows.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
const targetHealth = {
  [annotation("healthcheck-protocol")]: "http",
  [annotation("healthcheck-port")]: "traffic-port",
  [annotation("healthcheck-interval")]: "5",
  [annotation("healthcheck-timeout")]: "2",
  [annotation("healthcheck-healthy-threshold")]: "2",
  [annotation("healthcheck-unhealthy-threshold")]: "2",
};
