import assert from "node:assert/strict";
import type { FleetConfig } from "../../../config";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { fleet, fleetStack, general, settings, usw1, usw2, wus2 } from "../fleets";

describe("address capacity", () => {
  it("on EKS counts the addresses that nodes can take, twice, with a zone lost", () => {
    // 30 addresses a node; 26 nodes on 2 zones: 10 + 3 a zone, twice.
    assert.deepEqual(messages({ clusters: { c: usw2 }, blockPrefix: 20 }), [
      "the pools at their maxima, each with its replacement beside it, need 780 addresses in each private subnet with one of 3 zones lost " +
        "(general 600, general-spot 180), and there are 491 (a /23 less 5 that AWS keeps and 16 for the control plane); " +
        "lower the pools' max here, or lower settings.network.blockPrefix before the first update",
    ]);
    assert.deepEqual(messages({ clusters: { c: usw2 }, blockPrefix: 19 }), []);
  });

  it("on AKS counts nodes, twice, with the system pool and its surge", () => {
    // general 20, spot 5, system 5 and a third of it.
    const [nodes, ...others] = messages({ clusters: { c: wus2 }, blockPrefix: 22, max: 124 });
    assert.match(
      nodes ?? "",
      /need 317 addresses for nodes \(general 248, general-spot 62, system 7\), and there are 251 \(a \/24 less 5 that Azure keeps\)/,
    );
    assert.match(
      others[0] ?? "",
      /need 317 pod ranges \(.*\), and there are 256 \(one \/24 a node out of 192\.168\.0\.0\/16\); lower the pools' max here$/,
    );
    assert.deepEqual(messages({ clusters: { c: wus2 }, blockPrefix: 22, max: 90 }), []);
  });

  it("on GKE counts nodes, twice, and a pod range for each", () => {
    assert.deepEqual(messages({ clusters: { c: usw1 }, max: 54 }), []);
    const [tooMany] = messages({ clusters: { c: usw1 }, max: 60 });
    assert.match(
      tooMany ?? "",
      /need 144 pod ranges \(general 120, general-spot 24\), and there are 128 \(128 addresses a node \(64 pods\) out of 100\.64\.128\.0\/18\)/,
    );
  });

  it("counts pools as they are after overrides", () => {
    const override = { nodePools: { general: { max: 90 } } };
    const found = problems({ clusters: { big: { ...usw1, overrides: override }, small: { ...usw1, slot: 9 } } });
    assert.deepEqual(
      found.map(({ path }) => path),
      ["clusters.big"],
    );
  });
});

interface Case {
  readonly clusters: FleetConfig["clusters"];
  readonly blockPrefix?: number;
  readonly max?: number;
}

function problems({ clusters, blockPrefix = 18, max = 20 }: Case) {
  const network = { ...settings.network, blockPrefix };
  try {
    planStack(fleetStack({ ...fleet, settings: { ...settings, network }, clusters, nodePools: { general: { ...general, max } } }));
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
}

function messages(given: Case): string[] {
  return problems(given).map(({ message }) => message);
}
