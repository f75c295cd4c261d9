import { capitals } from "../shared/ids";
import type { ResourceModel, Subject } from "../simulator/model";
import { named, usersOf } from "../shared/users";
import { flag, text } from "../../../facts/properties/select";
import { hidden } from "./common";

const managedByAws = /^arn:aws:iam::aws:policy\//;

const instanceProfileType = "aws:iam/instanceProfile:InstanceProfile";

const role: ResourceModel = {
  type: "aws:iam/role:Role",
  refs: [
    { path: "permissionsBoundary", to: [{ type: "aws:iam/policy:Policy", output: "arn" }], outside: managedByAws },
    { path: "managedPolicyArns[*]", to: [{ type: "aws:iam/policy:Policy", output: "arn" }], outside: managedByAws },
  ],
  provision: ({ cloud }) => ({ uniqueId: capitals("AROA", 17), createdAt: cloud.now().toISOString() }),
  // IAM compares names without case.
  id: ({ inputs }) => text(inputs, "name"),
  outputs: {
    arn: ({ inputs, account }) => `arn:aws:iam::${account.owner}:role${text(inputs, "path") || "/"}${text(inputs, "name")}`,
    uniqueId: hidden("uniqueId"),
    createDate: hidden("createdAt"),
  },
  deleteBlockedBy(subject) {
    const profiles = usersOf(subject, [subject.id], [{ type: instanceProfileType, path: "role" }]);
    if (profiles.length > 0)
      return [`DeleteConflict: Cannot delete entity, must remove roles from instance profile first: ${named(profiles)}`];
    if (flag(subject.inputs, "forceDetachPolicies") === true) return [];
    const users = usersOf(
      subject,
      [subject.id],
      [
        { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", path: "role" },
        { type: "aws:iam/rolePolicy:RolePolicy", path: "role" },
      ],
    );
    return users.length === 0 ? [] : [`DeleteConflict: Cannot delete entity, must detach all policies first: ${named(users)}`];
  },
};

const policy: ResourceModel = {
  type: "aws:iam/policy:Policy",
  provision: () => ({ policyId: capitals("ANPA", 17) }),
  id: policyArn,
  outputs: { arn: policyArn, policyId: hidden("policyId") },
  deleteBlockedBy(subject) {
    const users = usersOf(subject, [subject.id], [{ type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", path: "policyArn" }]);
    return users.length === 0 ? [] : [`DeleteConflict: Cannot delete a policy attached to entities: ${named(users)}`];
  },
};

const rolePolicy: ResourceModel = {
  type: "aws:iam/rolePolicy:RolePolicy",
  refs: [{ path: "role", to: [{ type: role.type, output: "name" }] }],
  id: ({ inputs }) => `${text(inputs, "role")}:${text(inputs, "name")}`,
};

const rolePolicyAttachment: ResourceModel = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  refs: [
    { path: "role", to: [{ type: role.type, output: "name" }] },
    { path: "policyArn", to: [{ type: policy.type, output: "arn" }], outside: managedByAws },
  ],
  id: ({ inputs }) => `${text(inputs, "role")}/${text(inputs, "policyArn")}`,
};

const instanceProfile: ResourceModel = {
  type: instanceProfileType,
  // The provider reads until a read shows what it has written, three times in a row.
  seconds: { create: 6 },
  refs: [{ path: "role", to: [{ type: role.type, output: "name" }] }],
  provision: ({ cloud }) => ({ uniqueId: capitals("AIPA", 17), createdAt: cloud.now().toISOString() }),
  id: ({ inputs }) => text(inputs, "name"),
  outputs: {
    arn: ({ inputs, account }) => `arn:aws:iam::${account.owner}:instance-profile${text(inputs, "path") || "/"}${text(inputs, "name")}`,
    uniqueId: hidden("uniqueId"),
    createDate: hidden("createdAt"),
  },
};

export const iam: readonly ResourceModel[] = [role, policy, rolePolicy, rolePolicyAttachment, instanceProfile];

function policyArn({ inputs, account }: Pick<Subject, "inputs" | "account">): string {
  return `arn:aws:iam::${account.owner}:policy${text(inputs, "path") || "/"}${text(inputs, "name")}`;
}
