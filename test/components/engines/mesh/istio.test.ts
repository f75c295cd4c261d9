import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { record } from "../../../../preview/record/record";
import { Mesh } from "../../../../components/engines/mesh";
import { MeshNeighbours } from "../../../../components/engines/mesh/neighbours";
import type { Mesh as Section } from "../../../../config/engines/mesh";
import { meshPlan } from "../../../../plan/engines/mesh";
import { contextOf, insideOf } from "../../fixtures/inside";
import { assertWaits } from "../../fixtures/order";
import { at, ofType, only, text } from "../../fixtures/recording";
import type { RecordedResource, Recording } from "../../../../preview/record/recording";
import type { CrossClusterPlan, MeshPlan } from "../../../../plan/model/engines";

const section: Section = {
  engine: "istio",
  trustDomain: "cluster.local",
  crossCluster: { exposure: "internal", allowedCidrs: ["10.0.0.0/8"] },
};
const plan = meshPlan(section, contextOf("aws-usw2", { mesh: section }));
const crossCluster = plan.crossCluster ?? assert.fail("the section asks for it");
const [service = assert.fail("the fleet has a workload")] = crossCluster.services;

const policyType = "kubernetes:security.istio.io/v1:PeerAuthentication";
const serviceType = "kubernetes:core/v1:Service";

describe("Istio", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordIstio(plan);
  });

  it("S0.100 requires mutual TLS of the whole mesh, and lets plain requests in at the front door's port alone", () => {
    const policies = ofType(recording, policyType).map(
      ({ inputs }) => [text(at(inputs, "metadata", "namespace")), inputs["spec"]] as const,
    );
    assert.deepEqual(Object.fromEntries(policies), {
      "istio-system": { mtls: { mode: "STRICT" } },
      "api-gateway": {
        selector: { matchLabels: { "app.kubernetes.io/name": "api-gateway" } },
        mtls: { mode: "STRICT" },
        portLevelMtls: { "8080": { mode: "PERMISSIVE" } },
      },
    });
    assert.equal(policies.length, 2);
  });

  it("S0.97 keeps what needs privileges out of its own namespace, which admits restricted pods alone", () => {
    assert.equal(at(release(recording, "cni").inputs, "namespace"), "kube-system");
    const labels = at(only(recording, "kubernetes:core/v1:Namespace").inputs, "metadata", "labels");
    assert.equal(at(labels, "pod-security.kubernetes.io/enforce"), "restricted");
    assert.deepEqual(at(values(recording, "istiod"), "seccompProfile"), { type: "RuntimeDefault" });
    assert.equal(at(values(recording, "istiod"), "cni", "enabled"), true);
  });

  it("S0.97 asks for what the plan finds room for: on every node, beside every container, and for itself", () => {
    assert.deepEqual([at(values(recording, "cni"), "resources", "requests")], plan.everyNode);
    assert.deepEqual(at(values(recording, "istiod"), "global", "proxy", "resources", "requests"), plan.provides.sidecar);
    const asked = ["istiod", "east-west-proxy"].map((role) => ({
      replicas: at(values(recording, role), "replicaCount"),
      requests: at(values(recording, role), "resources", "requests"),
    }));
    assert.deepEqual(asked, plan.pods);
  });

  it("S0.97 has its kinds, then the way through the sidecars, then the control plane", () => {
    assertWaits(recording, release(recording, "cni"), release(recording, "base"));
    assertWaits(recording, release(recording, "istiod"), release(recording, "cni"));
  });

  it("S0.97 takes its policies away while the webhook that judges that still answers", () => {
    for (const policy of ofType(recording, policyType)) assertWaits(recording, policy, release(recording, "istiod"));
  });

  it("S0.99 lets the other clusters in at one port, from the addresses that were named", () => {
    const { inputs } = only(recording, serviceType);
    assert.deepEqual(at(inputs, "spec", "ports"), [{ name: "tls", port: 15443, targetPort: 15443, protocol: "TCP" }]);
    assert.deepEqual(at(inputs, "spec", "loadBalancerSourceRanges"), ["10.0.0.0/8"]);
  });

  it("S0.99 lets nobody in before what asks them for TLS is there", () => {
    assertWaits(recording, only(recording, serviceType), only(recording, "kubernetes:networking.istio.io/v1:Gateway"));
  });

  it("S0.99 answers inside the cluster's network in every cloud, unless it is told to be public", async () => {
    const said = async (cloud: CrossClusterPlan["cloud"], exposure: CrossClusterPlan["exposure"]) => {
      const { inputs } = only(await recordIstio({ ...plan, crossCluster: { ...crossCluster, cloud, exposure } }), serviceType);
      return JSON.stringify([at(inputs, "spec", "loadBalancerClass"), at(inputs, "metadata", "annotations")]);
    };
    assert.match(await said("aws", "internal"), /service\.k8s\.aws\/nlb.*load-balancer-scheme":"internal"/);
    assert.match(await said("azure", "internal"), /azure-load-balancer-internal":"true"/);
    assert.match(await said("gcp", "internal"), /allow-global-access":"true".*load-balancer-type":"Internal"/);
    assert.match(await said("aws", "public"), /load-balancer-scheme":"internet-facing"/);
    for (const cloud of ["azure", "gcp"] as const) assert.doesNotMatch(await said(cloud, "public"), /[Ii]nternal/);
  });

  it("S0.100 passes connections of other clusters on without looking inside, to the shared Services and its own pods alone", () => {
    const { spec } = only(recording, "kubernetes:networking.istio.io/v1:Gateway").inputs;
    assert.deepEqual(at(spec, "servers", "0"), {
      port: { number: 15443, name: "tls", protocol: "TLS" },
      tls: { mode: "AUTO_PASSTHROUGH" },
      hosts: [service.host],
    });
    assert.deepEqual(at(values(recording, "east-west-proxy"), "env"), { ISTIO_META_REQUESTED_NETWORK_VIEW: "aws-usw2" });
  });

  it("S0.98 does not start without the shared root, and makes neither gateway nor demand where it crosses no cluster", async () => {
    assert.deepEqual(at(values(recording, "istiod"), "volumes"), [{ name: "shared-root", secret: { secretName: "cacerts" } }]);
    const { crossCluster: _crossing, ...inside } = section;
    const alone = await recordIstio(meshPlan(inside, contextOf("aws-usw2", { mesh: inside })));
    assert.equal(at(values(alone, "istiod"), "volumes"), undefined);
    assert.deepEqual(ofType(alone, serviceType), []);
  });
});

describe("MeshNeighbours", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordIstio(plan, { "az-wus2": "10.64.0.9", "gcp-usw1": "gw.example.com" });
  });

  it("S0.98 writes the other gateways into one object, and the clusters of a Service into one", () => {
    const { data } = only(recording, "kubernetes:core/v1:ConfigMap").inputs;
    assert.deepEqual(JSON.parse(text(at(data, "meshNetworks"))), {
      networks: {
        "az-wus2": { endpoints: [{ fromRegistry: "az-wus2" }], gateways: [{ address: "10.64.0.9", port: 15443 }] },
        "gcp-usw1": { endpoints: [{ fromRegistry: "gcp-usw1" }], gateways: [{ address: "gw.example.com", port: 15443 }] },
      },
    });
    const { spec } = only(recording, "kubernetes:networking.istio.io/v1:ServiceEntry").inputs;
    assert.deepEqual(at(spec, "hosts"), [service.host]);
    assert.deepEqual(at(spec, "endpoints"), [
      { network: "az-wus2", serviceAccount: "api-gateway" },
      { network: "gcp-usw1", serviceAccount: "api-gateway" },
    ]);
  });

  it("S0.98 goes elsewhere only when the own pods are gone or sick", () => {
    const policy = at(only(recording, "kubernetes:networking.istio.io/v1:DestinationRule").inputs, "spec", "trafficPolicy");
    assert.deepEqual(at(policy, "loadBalancer", "localityLbSetting", "failoverPriority"), ["topology.istio.io/network"]);
    assert.equal(at(policy, "outlierDetection", "consecutiveGatewayErrors"), 5);
  });

  it("knows the gateways before any endpoint behind them", () => {
    const networks = only(recording, "kubernetes:core/v1:ConfigMap");
    assertWaits(recording, only(recording, "kubernetes:networking.istio.io/v1:ServiceEntry"), networks);
  });
});

function release(recording: Recording, role: string): RecordedResource {
  const found = ofType(recording, "kubernetes:helm.sh/v3:Release").find(({ name }) => name.endsWith(`-istio-${role}`));
  assert.ok(found, role);
  return found;
}

function values(recording: Recording, role: string): unknown {
  return release(recording, role).inputs["values"];
}

function recordIstio(mesh: MeshPlan, gateways?: Readonly<Record<string, string>>): Promise<Recording> {
  return record(() => {
    const provider = new k8s.Provider("k8s", { kubeconfig: "{}" });
    const inside = insideOf(provider);
    const istio = new Mesh("aws-usw2-istio", mesh, inside);
    const { crossCluster: crossing } = mesh;
    const args = { plan: mesh, mesh: istio };
    if (gateways !== undefined && crossing !== undefined)
      new MeshNeighbours("aws-usw2-mesh-neighbours", { ...args, crossCluster: crossing, gateways }, inside);
    return {};
  });
}
