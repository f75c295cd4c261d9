import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { loadStack } from "../../../config/file/load";
import { deploy } from "../../../stacks/deploy";
import { planStack } from "../../../plan";

/** Types that have a size which a node autoscaler moves. */
const sized = [
  "aws:eks/nodeGroup:NodeGroup",
  "azure-native:containerservice:AgentPool",
  "azure-native:containerservice:ManagedCluster",
  "gcp:container/nodePool:NodePool",
];

describe("everything that an autoscaler sizes", () => {
  it("has the transform that keeps its size, and says in which order it is replaced: a pool after its replacement stands", async () => {
    const plan = planStack(loadStack(join(__dirname, "../../.."), "prod"));
    const seen = new Map<string, Set<string>>();
    const watch: pulumi.ResourceTransformation = ({ type, opts }) => {
      if (!sized.includes(type)) return undefined;
      const { transforms, deleteBeforeReplace }: pulumi.CustomResourceOptions = opts;
      const said = `${transforms?.length ?? 0} transform, delete first: ${String(deleteBeforeReplace)}`;
      seen.set(type, (seen.get(type) ?? new Set()).add(said));
      return undefined;
    };
    await record(
      () => {
        pulumi.runtime.registerStackTransformation(watch);
        return deploy(plan);
      },
      { stack: "prod", preview: true },
    );
    const pool = new Set(["1 transform, delete first: false"]);
    assert.deepEqual(
      [...seen].sort(([a], [b]) => (a < b ? -1 : 1)),
      sized.map((type) => [type, type.endsWith("ManagedCluster") ? new Set(["1 transform, delete first: true"]) : pool]),
    );
  });
});
