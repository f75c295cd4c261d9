import assert from "node:assert/strict";
import fc from "fast-check";
import type { FleetConfig } from "../../../config";
import type { Route53Section } from "../../../config/traffic/route53";
import type { Workload } from "../../../config/workloads";
import { planStack } from "../../../plan";
import { asDeployed } from "../../../plan/survival/fleetCapacity";
import { survivalFindings as findingsOf } from "../../../plan/survival/findings";
import { placesOf } from "../../../plan/survival/places";
import { type Outcome, outcomeOf, survivalOf as judge } from "../../../plan/survival/survival";
import { undeployedCapacity as missingIn } from "../../../plan/survival/deployed";
import type { FleetCapacity } from "../../../plan/model/capacity";
import type { Deployed } from "../../../plan/model/outputs";
import type { TrafficPlan } from "../../../plan/model/traffic";
import { fleet, gateway, traffic, trafficStack } from "../fleets";

const service: Workload = { ...gateway, capacity: { rpsPerReplica: 100, connections: {} } };
/** Two clusters in AWS, each in a region of its own, and one in each other cloud; each carries 50 replicas of 100 requests per second. */
const config: FleetConfig = {
  ...fleet,
  clusters: {
    ...fleet.clusters,
    "aws-use1": {
      cloud: "aws",
      region: "us-east-1",
      zones: ["use1-az1", "use1-az2", "use1-az4"],
      slot: 3,
      kubernetes: "1.35",
      overrides: {},
    },
  },
  workloads: { "api-gateway": service },
};
const section: Route53Section = { ...traffic, clusters: { ...traffic.clusters, "aws-use1": 1 }, peakRps: 5000 };

describe("the loss of a place", () => {
  it("puts the peak on who is left: Azure gets 90 % of it when AWS is lost and redirects", () => {
    const { losses } = survivalOf(plan());
    const aws = find(losses, "aws");
    assert.deepEqual(aws.shares, { azure: 0.9, gcp: 0.1 });
    assert.deepEqual(
      aws.clusters.map(({ cluster, load }) => [cluster, load?.rps, load?.replicas, load?.maxReplicas]),
      [
        ["az-wus2", 4500, 45, 50],
        ["gcp-usw1", 500, 5, 50],
      ],
    );
    assert.ok(aws.survives);
  });

  it("is judged for each cloud and each region alone", () => {
    assert.deepEqual(
      survivalOf(plan()).losses.map(({ lost }) => lost),
      [["aws"], ["azure"], ["gcp"], ["us-east-1"], ["us-west-2"], ["westus2"], ["us-west1"]],
    );
  });

  it("needs the minimum of replicas where its load needs fewer", () => {
    const { clusters } = survivalOf(plan({ peakRps: 100 })).nothingLost;
    assert.ok(clusters.every(({ load }) => load?.replicas === 3));
  });

  it("knows the room that the pools' maxima have", () => {
    // 18 nodes of three replicas each, two of which make room for what the cluster runs itself; its zone leaves the others one more.
    const pools = { general: { ...fleetPool(), max: 18 } };
    const workloads = { "api-gateway": { ...service, scaling: bounds(3, 50) } };
    const planned = plan({ peakRps: 5100 }, { ...config, nodePools: pools, workloads });
    const { clusters, survives } = find(survivalOf(planned).losses, "us-west-2");
    const load = clusters.find(({ cluster }) => cluster === "aws-use1")?.load;
    assert.deepEqual([load?.room, load?.replicas, survives], [50, 36, true]);
  });

  it("of everything leaves nobody, and of two at once what the third gets", () => {
    const planned = plan();
    const places = placesOf(planned.clouds);
    const lose = (...names: string[]) =>
      outcomeOf(
        planned,
        planned.capacity,
        places.filter(({ name }) => names.includes(name)),
      );
    assert.deepEqual(lose("aws", "azure").shares, { gcp: 1 });
    assert.equal(lose("aws", "azure").survives, true);
    assert.deepEqual(lose("aws", "azure", "gcp"), {
      lost: ["aws", "azure", "gcp"],
      shares: {},
      clusters: [],
      databases: [],
      survives: false,
    });
    assert.deepEqual(
      lose("aws-usw2").clusters.map(({ cluster }) => cluster),
      ["aws-use1", "az-wus2", "gcp-usw1"],
    );
  });

  it("draws on a database with the connections of everybody who lives", () => {
    const worker: Workload = {
      ...gateway,
      expose: undefined,
      scaling: { engine: "fixed", replicas: 2 },
      capacity: { rpsPerReplica: 1, connections: { orders: 5 } },
    };
    const workloads = { "api-gateway": { ...service, capacity: { rpsPerReplica: 100, connections: { orders: 10 } } }, worker };
    const planned = plan({}, { ...config, workloads, databases: { orders: { maxConnections: 520 } } });
    const { nothingLost, losses } = survivalOf(planned);
    // 18 + 18 + 10 + 5 replicas with 10 connections each, and 2 workers with 5 in each of four clusters.
    assert.deepEqual(nothingLost.databases, [{ database: "orders", connections: 550, maxConnections: 520 }]);
    assert.deepEqual(find(losses, "aws").databases, [{ database: "orders", connections: 520, maxConnections: 520 }]);
    assert.deepEqual([nothingLost.survives, find(losses, "aws").survives], [false, true]);
    assert.match(
      survivalFindings(planned)[0]?.message ?? "",
      /orders would get 550 connections and accepts 520; raise databases\.orders\.maxConnections to 550$/,
    );
  });

  it("survives with any load less than one that it survives, and with any more replicas", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 3, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        (peakRps, max, less) => {
          const survivors = (rps: number, most: number) =>
            survivalOf(
              plan({ peakRps: rps }, { ...config, workloads: { "api-gateway": { ...service, scaling: bounds(3, most) } } }),
            ).losses.map(({ survives }) => survives);
          const now = survivors(peakRps, max);
          const easier = survivors(Math.max(1, peakRps - less), Math.min(50, max + less));
          now.forEach((survives, index) => assert.ok(!survives || easier[index] === true));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a loss that nobody would carry", () => {
  it("fails with the numbers and with a smallest change that mends it", () => {
    const planned = plan({ peakRps: 6000 });
    assert.deepEqual(survivalFindings(planned), [
      {
        path: ["traffic", "peakRps"],
        message:
          "6000 requests per second are not carried when aws is lost: az-wus2 would get 5400 (90 %) and carries 5000 (its maximum is 50 replicas of 100 each); " +
          "raise clusters.az-wus2.overrides.workloads.api-gateway.scaling.max to 54, or lower traffic.peakRps to 5555, " +
          "or accept it for a while with traffic.allowDegraded: [{ lost: aws, reason: ..., until: YYYY-MM-DD }]",
      },
    ]);
    assert.deepEqual(survivalFindings(plan({ peakRps: 5555 })), []);
    assert.equal(survivalFindings(plan({ peakRps: 5556 })).length, 1);
    const overrides = { workloads: { "api-gateway": { scaling: { max: 54 } } } };
    const raised = plan({ peakRps: 6000 }, withOverrides("az-wus2", overrides));
    assert.deepEqual(survivalFindings(raised), []);
    const almost = { workloads: { "api-gateway": { scaling: { max: 53 } } } };
    assert.equal(survivalFindings(plan({ peakRps: 6000 }, withOverrides("az-wus2", almost))).length, 1);
  });

  it("may be allowed by name, of a cloud or of its only region, and no other loss is", () => {
    const allow = (lost: string) => plan({ peakRps: 6000, allowDegraded: [{ lost, reason: "quota asked for", until: "2026-12-31" }] });
    assert.deepEqual(survivalFindings(allow("aws")), []);
    assert.equal(find(survivalOf(allow("aws")).losses, "aws").survives, false);
    assert.equal(survivalFindings(allow("azure")).length, 1);
    const alone: Route53Section = { ...section, weights: { azure: 100 }, clusters: { "az-wus2": 1 } };
    assert.match(
      survivalFindings(planOf(alone, config))[0]?.message ?? "",
      /^nobody is left to answer when azure is lost; let aws-use1 serve as well, a standby for example \(traffic\.weights\.aws: standby and traffic\.clusters\.aws-use1: 1\), or accept/,
    );
    const accepted = { ...alone, allowDegraded: [{ lost: "westus2", reason: "one place by design", until: "2026-12-31" }] };
    assert.deepEqual(survivalFindings(planOf(accepted, config)), []);
  });

  it("is no reason to stop a failover that makes it one loss too many: it goes through, and what would be lost beside it is said", () => {
    const because = { reason: "incident 4711", until: "2026-12-01" };
    const failover = { overrides: [{ kind: "failover" as const, from: "aws", approvedBy: "dana", ...because }] };
    const away = plan({ peakRps: 5500, ...failover });
    assert.deepEqual(survivalFindings(away), []);
    const gcp = find(survivalOf(away).losses, "gcp");
    assert.deepEqual([gcp.survives, gcp.allowed], [false, { lost: "aws", ...because }]);

    const planned = plan({ peakRps: 5500, overrides: [{ kind: "maintenance" as const, from: "aws", ...because }] });
    const refused = survivalFindings(planned).map(({ message }) => /when (\w+) is lost/.exec(message)?.[1]);
    assert.deepEqual(refused, ["azure", "gcp"], "planned work waits until it can be carried");

    const tooMuch = survivalFindings(plan({ peakRps: 6000, ...failover }))[0]?.message ?? "";
    assert.match(tooMuch, /^6000 requests per second are not carried while aws is taken away: az-wus2 would get 5400 \(90 %\)/);
    assert.match(tooMuch, /allowDegraded: \[\{ lost: aws,/);
    const allowed = { allowDegraded: [{ lost: "aws", ...because }] };
    assert.deepEqual(survivalFindings(plan({ peakRps: 6000, ...failover, ...allowed })), []);
  });

  it("is not excused by a failover that has nothing to do with it", () => {
    const failover = { kind: "failover" as const, from: "gcp", approvedBy: "dana", reason: "incident 4711", until: "2026-12-01" };
    const findings = survivalFindings(plan({ peakRps: 6000, overrides: [failover] }));
    assert.equal(findings.length, 1);
    assert.match(findings[0]?.message ?? "", /when aws is lost: az-wus2 would get 6000 \(100 %\)/);
  });

  it("is found while everything lives, too", () => {
    assert.match(
      survivalFindings(plan({ peakRps: 15_000 }))[0]?.message ?? "",
      /^15000 requests per second are not carried even while everything lives: aws-use1 would get 5250 \(35 %\) and carries 5000 .*; raise [^;]* to 105 and raise [^;]*, or lower traffic\.peakRps to 5555$/,
    );
  });

  // Zones of six, six and five nodes: 15 replicas in the smallest, and one more at most in each of the others.
  it("names the pool that has to grow where replicas would find no room", () => {
    const planned = plan({ peakRps: 6600 });
    const short = asDeployed(planned.capacity, deployed({ max: 60, general: 17 }));
    assert.match(
      survivalFindings(planned, short)[0]?.message ?? "",
      /az-wus2 would get 5940 \(90 %\) and carries 4700 \(its pools have room for 47 replicas of 100 each\); raise clusters\.az-wus2\.overrides\.nodePools\.general\.max by 4,/,
    );
  });

  it("is found without a peak where it leaves nobody to answer, with a cluster that could, or else where the fleet needs one", () => {
    const azureAlone: Route53Section = { ...section, peakRps: undefined, weights: { azure: 100 }, clusters: { "az-wus2": 1 } };
    const said = (whole: Route53Section, fleetConfig: FleetConfig) =>
      survivalFindings(planOf(whole, fleetConfig)).map(({ message }) => message);
    assert.match(said(azureAlone, config).join(), /^nobody is left to answer when azure is lost; let aws-use1 serve as well/);
    const withStandby: Route53Section = {
      ...azureAlone,
      weights: { azure: 100, aws: "standby" },
      clusters: { "az-wus2": 1, "aws-use1": 1 },
    };
    assert.deepEqual(said(withStandby, config), []);

    const { "az-wus2": azure } = config.clusters;
    assert.ok(azure !== undefined);
    assert.match(
      said(azureAlone, { ...config, clusters: { "az-wus2": azure } }).join(),
      /^nobody is left to answer when azure is lost; every cluster of the fleet is lost then: add one in another cloud and let it serve, or accept/,
    );
    const away = { kind: "maintenance" as const, from: "aws", reason: "network works", until: "2026-12-01" };
    const awsAndAzure: Route53Section = { ...section, peakRps: undefined, weights: { azure: 50, aws: 50 }, overrides: [away] };
    assert.match(
      said({ ...awsAndAzure, clusters: { "az-wus2": 1, "aws-use1": 1, "aws-usw2": 1 } }, withoutGoogle()).join(),
      /^nobody is left to answer when azure is lost; end an override that keeps aws-use1, aws-usw2 from answering, or accept/,
    );
  });

  it("is not looked for in loads where nobody says what the peak is", () => {
    const planned = plan({ peakRps: undefined });
    assert.deepEqual(survivalFindings(planned), []);
    assert.deepEqual(
      survivalOf(planned).losses.map(({ survives }) => survives),
      [true, true, true, true, true, true, true],
    );
  });
});

describe("a fleet as it is deployed", () => {
  it("carries what its last update applied, whatever its file says since", () => {
    const raised = plan({ peakRps: 6000 }, withOverrides("az-wus2", { workloads: { "api-gateway": { scaling: { max: 54 } } } }));
    const problem = undeployedCapacity(raised, "prod", deployed({ max: 50, general: 20 })) ?? "";
    assert.match(
      problem,
      /^6000 requests per second are not carried when aws is lost \(as the fleet is deployed\): az-wus2 would get 5400/,
    );
    assert.match(problem, /The stack files carry it: update the fleet first: pulumi up --stack prod$/);
    assert.equal(undeployedCapacity(raised, "prod", deployed({ max: 54, general: 20 })), undefined);
    assert.equal(undeployedCapacity(raised, "prod", undefined), undefined);
  });

  it("has the nodes of its own maxima, neither more nor fewer, while the file has raised them", () => {
    const raised = plan({}, { ...config, nodePools: { general: { ...fleetPool(), max: 24 } } });
    const now = asDeployed(raised.capacity, deployed({ max: 50, general: 20 }));
    assert.deepEqual(
      now.clusters.map(({ service: own }) => own?.room),
      // Zones of seven, seven and six nodes: 18 replicas in the smallest, 19 in the others, and what EKS and GKE run among them fits beside.
      [56, 56, 56, 56],
    );
  });

  it("has room wherever Karpenter adds nodes, whose maximum no node group records", () => {
    const karpenter = { ...config, clouds: { ...config.clouds, aws: withKarpenter(config.clouds.aws) } };
    const planned = plan({}, karpenter);
    // Node groups hold the minima alone, and parts without a minimum have none.
    const clusters = Object.entries(deployed({ max: 50, general: 20 }).clusters).map(([name, cluster]) => {
      const { general } = cluster.pools;
      assert.ok(general !== undefined);
      return [name, cluster.cloud === "aws" ? { ...cluster, pools: { general: { ...general, max: 3 } } } : cluster] as const;
    });
    assert.equal(undeployedCapacity(planned, "prod", { config: "", clusters: Object.fromEntries(clusters) }), undefined);
  });

  it("carries nothing where a cluster was never deployed", () => {
    const known = Object.entries(deployed({ max: 50, general: 20 }).clusters);
    const clusters = Object.fromEntries(known.filter(([name]) => name !== "az-wus2"));
    assert.match(
      undeployedCapacity(plan(), "prod", { config: "", clusters }) ?? "",
      /az-wus2 would get 4500 \(90 %\) and carries 0 \(its maximum is 0 replicas/,
    );
  });
});

describe("planning a fleet", () => {
  it("tells of losses that the traffic in front of it would not carry, in the traffic's file", () => {
    const stack = { stack: "test-traffic", config: { fleet: { stack: "test" }, traffic: { ...section, peakRps: 6000 } } };
    const planned = planStack({ kind: "fleet", stack: "test", fleet: config, traffic: stack });
    assert.deepEqual(
      planned.unsurvived.map(({ file, path }) => [file, path]),
      [["Pulumi.test-traffic.yaml", "traffic.peakRps"]],
    );
  });
});

/** A plan of traffic, with what the fleet behind it carries. */
interface Carried extends TrafficPlan {
  readonly capacity: FleetCapacity;
}

function survivalOf(carried: Carried) {
  return judge(carried, carried.capacity);
}

function survivalFindings(carried: Carried, capacity = carried.capacity) {
  return findingsOf(carried, capacity);
}

function undeployedCapacity(carried: Carried, fleetStack: string, last: Deployed | undefined) {
  return missingIn(carried, carried.capacity, fleetStack, last);
}

function plan(changes: Partial<Route53Section> = {}, fleetConfig: FleetConfig = config): Carried {
  return planOf({ ...section, ...changes }, fleetConfig);
}

function planOf(whole: Route53Section, fleetConfig: FleetConfig): Carried {
  const planned = planStack(trafficStack(whole, fleetConfig));
  assert.ok(planned.kind === "traffic");
  return { ...planned.traffic, capacity: planned.fleet.capacity };
}

function withOverrides(cluster: string, overrides: FleetConfig["clusters"][string]["overrides"]): FleetConfig {
  const found = config.clusters[cluster];
  assert.ok(found !== undefined && found.cloud !== "existing");
  return { ...config, clusters: { ...config.clusters, [cluster]: { ...found, overrides } } };
}

function withoutGoogle(): FleetConfig {
  return { ...config, clusters: Object.fromEntries(Object.entries(config.clusters).filter(([, { cloud }]) => cloud !== "gcp")) };
}

function fleetPool(): NonNullable<FleetConfig["nodePools"][string]> {
  const pool = config.nodePools["general"];
  assert.ok(pool !== undefined);
  return pool;
}

function withKarpenter(aws: FleetConfig["clouds"]["aws"]): FleetConfig["clouds"]["aws"] {
  assert.ok(aws !== undefined);
  return { ...aws, nodeAutoscaler: "karpenter" };
}

function bounds(min: number, max: number): Workload["scaling"] {
  assert.ok(gateway.scaling.engine === "hpa");
  return { ...gateway.scaling, min, max };
}

function find<Kind extends Outcome>(outcomes: readonly Kind[], lost: string): Kind {
  const found = outcomes.find((outcome) => outcome.lost.join() === lost);
  assert.ok(found !== undefined, lost);
  return found;
}

/** Every cluster with these maxima; spot nodes come on top of no pool's maximum. */
function deployed({ max, general }: { readonly max: number; readonly general: number }): Deployed {
  const pool = (nodes: number) => ({ physicalName: "", fingerprint: "", max: nodes });
  const clusters = Object.entries(config.clusters).map(([name, { cloud, region }]) => [
    name,
    {
      cloud,
      region,
      forLife: {},
      pools: { general: pool(general), "general-spot": pool(6) },
      maxReplicas: { "api-gateway": max },
    },
  ]);
  return { config: "", clusters: Object.fromEntries(clusters) as Deployed["clusters"] };
}
