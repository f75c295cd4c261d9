import assert from "node:assert/strict";
import fc from "fast-check";
import { aksExpanderPriorities, expanderPriorities } from "../../../plan/nodes/poolOrder";
import { poolName } from "../../../plan/naming/physicalNames";

describe("expander priorities", () => {
  it("S0.150 put every spot group before every on-demand group, and no group twice, whatever the pools are called", () => {
    const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]([a-z0-9-]{0,12}[a-z0-9])?$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(keys, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (names, spots) => {
        const pools = names.map((key, index) => ({
          capacityType: spots[index] === true ? ("spot" as const) : ("on-demand" as const),
          physicalName: poolName.aws("aws-usw2", key),
        }));
        const priorities = Object.entries(expanderPriorities(pools));
        for (const { capacityType, physicalName } of pools) {
          const group = `eks-${physicalName}20261122120000000000000001-4cc7a1b2`;
          const matches = priorities.flatMap(([priority, expressions]) =>
            expressions.filter((expression) => new RegExp(expression).test(group)).map(() => Number(priority)),
          );
          assert.deepEqual(matches, [capacityType === "spot" ? 50 : 10], group);
        }
      }),
    );
  });

  it("S0.150 put spot before on-demand on AKS too, and the system pool before both, by the names of scale sets", () => {
    const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]([a-z0-9-]{0,12}[a-z0-9])?$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(keys, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (names, spots) => {
        const pools = names.map((key, index) => ({
          capacityType: spots[index] === true ? ("spot" as const) : ("on-demand" as const),
          physicalName: poolName.azure(key, ""),
        }));
        const priorities = Object.entries(aksExpanderPriorities(pools, "system"));
        const expected = { spot: 50, "on-demand": 10, system: 90 };
        for (const { capacityType, physicalName } of [...pools, { capacityType: "system" as const, physicalName: "system" }]) {
          const matches = priorities.flatMap(([priority, expressions]) =>
            expressions
              .filter((expression) => new RegExp(expression).test(`aks-${physicalName}-29141059-vmss`))
              .map(() => Number(priority)),
          );
          assert.deepEqual(matches, [expected[capacityType]], physicalName);
        }
      }),
    );
  });

  it("name no priority that nobody has", () => {
    assert.deepEqual(expanderPriorities([{ capacityType: "spot", physicalName: "a-b-" }]), { "50": ["^eks-a-b-[0-9]{18}"] });
  });
});
