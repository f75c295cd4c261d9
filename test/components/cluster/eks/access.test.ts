import assert from "node:assert/strict";
import fc from "fast-check";
import { principalKey } from "../../../../components/cluster/eks/access";
import { eksPlan, recordEks, standardEks } from "../../fixtures/eks";
import { assertWaits } from "../../fixtures/order";
import { ofType, only } from "../../fixtures/recording";
import type { Recording } from "../../../../preview/record/recording";

const entryType = "aws:eks/accessEntry:AccessEntry";
const associationType = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";

describe("EksAccess", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });

  it("makes every planned administrator an administrator of the whole cluster, once the entry exists", () => {
    assert.deepEqual(
      ofType(recording, entryType).map(({ inputs }) => inputs["principalArn"]),
      eksPlan.administrators,
    );
    for (const association of ofType(recording, associationType)) {
      assert.deepEqual(association.inputs["accessScope"], { type: "cluster" });
      assert.equal(association.inputs["policyArn"], "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy");
      assertWaits(recording, association, only(recording, entryType, association.name));
    }
  });

  it("lets objects in the cluster wait for the access, so that it goes after them", () => {
    const release = only(recording, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-load-balancer-controller-release");
    const provider = recording.resources.find(({ urn }) => urn === release.options.provider);
    assert.ok(provider);
    for (const association of ofType(recording, associationType)) assertWaits(recording, provider, association);
  });

  it("renames nobody when an administrator comes first", async () => {
    const administrators = ["arn:aws:iam::111111111111:role/another-team/platform-admin", ...eksPlan.administrators];
    const after = await recordEks({ ...eksPlan, administrators });
    const names = ofType(after, entryType).map(({ name }) => name);
    for (const { name } of ofType(recording, entryType)) assert.ok(names.includes(name), name);
    assert.equal(new Set(names).size, 3);
  });
});

describe("principalKey", () => {
  it("ends with the name that people know the principal by, and eight digits of the rest", () => {
    assert.match(principalKey("arn:aws:iam::111111111111:role/team/platform-admin"), /^platform-admin-[0-9a-f]{8}$/);
  });

  it("tells principals of one name apart: by kind, account and path", () => {
    fc.assert(
      fc.property(principals, principals, (one, other) => {
        assert.equal(principalKey(one) === principalKey(other), one === other);
      }),
    );
  });
});

const principals = fc
  .record({
    account: fc.constantFrom("111111111111", "222222222222"),
    kind: fc.constantFrom("role", "user"),
    path: fc.constantFrom("", "team/", "team/sub/", "team-sub/"),
    name: fc.constantFrom("admin", "team-admin", "sub-admin"),
  })
  .map(({ account, kind, path, name }) => `arn:aws:iam::${account}:${kind}/${path}${name}`);
