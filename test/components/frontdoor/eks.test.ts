import assert from "node:assert/strict";
import { eksPlan, recordEks, standardEks } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only, text } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const eipType = "aws:ec2/eip:Eip";

describe("EksFrontDoor", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });

  it("has one address per zone, known before any controller runs", () => {
    assert.deepEqual(recording.outputs["addresses"], {
      "usw2-az1": "ip of aws-usw2-0-front-door-usw2-az1",
      "usw2-az2": "ip of aws-usw2-0-front-door-usw2-az2",
      "usw2-az3": "ip of aws-usw2-0-front-door-usw2-az3",
    });
    for (const { id } of eksPlan.network.zones) {
      assert.deepEqual(only(recording, eipType, `aws-usw2-0-front-door-${id}`).options.dependsOn, []);
    }
  });

  it("protects its addresses, and those of the nodes' way out that others let in, exactly when the plan says so", async () => {
    assert.deepEqual(addressesProtected(recording), Array(6).fill(true));
    assert.deepEqual(addressesProtected(await recordEks({ ...eksPlan, protect: false })), Array(6).fill(false));
  });

  it("S0.102 binds a network load balancer to them: internet-facing, straight to the pods, named by the plan", () => {
    assert.equal(at(recording.outputs["service"], "loadBalancerClass"), "service.k8s.aws/nlb");
    assert.equal(annotation("scheme"), "internet-facing");
    assert.equal(annotation("nlb-target-type"), "ip");
    assert.equal(annotation("name"), "gateway-prod-aws-usw2-0");
  });

  it("pairs each address with its own zone's public subnet", () => {
    const zones = eksPlan.network.zones.map(({ id }) => id);
    assert.equal(annotation("eip-allocations"), zones.map((zone) => `eipalloc of aws-usw2-0-front-door-${zone}`).join(","));
    assert.equal(annotation("subnets"), zones.map((zone) => `aws-usw2-0-network-public-${zone}-id`).join(","));
  });

  it("answers at every address from the pods of all zones", () => {
    assert.equal(annotation("attributes"), "load_balancing.cross_zone.enabled=true");
  });

  it("asks pods what the kubelet asks them, and lets go of them when they end", () => {
    assert.equal(annotation("healthcheck-protocol"), "http");
    assert.equal(annotation("healthcheck-port"), "traffic-port");
    assert.equal(annotation("healthcheck-path"), "/ready");
    assert.equal(annotation("target-group-attributes"), "deregistration_delay.timeout_seconds=25");
  });

  it("stays within what a network load balancer's health check allows", () => {
    const [interval, timeout] = [Number(annotation("healthcheck-interval")), Number(annotation("healthcheck-timeout"))];
    assert.ok(interval >= 5 && interval <= 300, `interval ${interval}`);
    assert.ok(timeout >= 2 && timeout < interval, `timeout ${timeout}`);
    for (const key of ["healthcheck-healthy-threshold", "healthcheck-unhealthy-threshold"]) {
      const threshold = Number(annotation(key));
      assert.ok(threshold >= 2 && threshold <= 10, `${key} ${threshold}`);
    }
  });

  it("describes a Service also while no workload is exposed", async () => {
    const { outputs } = await recordEks({ ...eksPlan, workloads: [] });
    assert.equal(at(outputs["service"], "annotations", key("nlb-target-type")), "ip");
    assert.equal(at(outputs["service"], "annotations", key("healthcheck-path")), undefined);
  });

  it("keeps the controller and the way in until the Service's load balancer is gone", () => {
    const outliving = at(recording.outputs["service"], "dependsOn");
    assert.ok(Array.isArray(outliving));
    const ways = [
      only(recording, "aws:ec2/route:Route", "aws-usw2-0-network-public-default-route"),
      ...eksPlan.network.zones.map(({ id }) =>
        only(recording, "aws:ec2/routeTableAssociation:RouteTableAssociation", `aws-usw2-0-network-public-association-${id}`),
      ),
    ];
    assert.deepEqual(
      new Set(outliving),
      new Set(
        [only(recording, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-load-balancer-controller-release"), ...ways].map(({ urn }) => urn),
      ),
    );
    const [route] = ways;
    assert.ok(route);
    assertWaits(recording, route, only(recording, "aws:ec2/internetGateway:InternetGateway"));
  });

  function annotation(name: string): string {
    return text(at(recording.outputs["service"], "annotations", key(name)));
  }
});

function key(name: string): string {
  return `service.beta.kubernetes.io/aws-load-balancer-${name}`;
}

function addressesProtected(recording: Recording): boolean[] {
  return ofType(recording, eipType).map(({ options }) => options.protect);
}
