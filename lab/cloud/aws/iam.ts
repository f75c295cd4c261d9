import type { Properties, PropertyValue } from "../../../facts/properties/values";
import { isObject } from "../../../facts/properties/path";
import { capitals } from "../ids";
import type { ResourceModel, Subject } from "../model";
import { named, usersOf } from "../users";
import { count, flag, text } from "../../../facts/properties/select";
import { hidden } from "./common";

const names = /^[\w+=,.@-]+$/;
const managedByAws = /^arn:aws:iam::aws:policy\//;

const instanceProfileType = "aws:iam/instanceProfile:InstanceProfile";

const role: ResourceModel = {
  type: "aws:iam/role:Role",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  required: ["assumeRolePolicy"],
  name: { property: "name", max: 64, pattern: names, auto: "random", unless: "namePrefix" },
  sets: ["managedPolicyArns"],
  defaults: (inputs) => ({
    ...documentText(inputs, "assumeRolePolicy"),
    maxSessionDuration: inputs["maxSessionDuration"] ?? 3600,
    path: inputs["path"] ?? "/",
  }),
  limits: (inputs) => {
    const seconds = count(inputs, "maxSessionDuration");
    const policy = text(inputs, "assumeRolePolicy");
    return [
      ...(seconds === undefined || (seconds >= 3600 && seconds <= 43200)
        ? []
        : [{ property: "maxSessionDuration", reason: `${seconds} is outside 3600..43200` }]),
      ...(policy === "" || isJson(policy) ? [] : [{ property: "assumeRolePolicy", reason: "contains an invalid JSON policy" }]),
    ];
  },
  canonical: (inputs) => canonicalDocument(inputs, "assumeRolePolicy"),
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
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html",
  required: ["policy"],
  name: { property: "name", max: 128, pattern: names, auto: "random", unless: "namePrefix" },
  defaults: (inputs) => ({ ...documentText(inputs, "policy"), path: inputs["path"] ?? "/" }),
  limits: (inputs) => documentLimit(inputs, 6_144),
  canonical: (inputs) => canonicalDocument(inputs, "policy"),
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
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
  required: ["policy", "role"],
  name: { property: "name", max: 128, pattern: names, auto: "random", unless: "namePrefix" },
  defaults: (inputs) => documentText(inputs, "policy"),
  limits: (inputs) => documentLimit(inputs, 10_240),
  canonical: (inputs) => canonicalDocument(inputs, "policy"),
  refs: [{ path: "role", to: [{ type: role.type, output: "name" }] }],
  id: ({ inputs }) => `${text(inputs, "role")}:${text(inputs, "name")}`,
};

const rolePolicyAttachment: ResourceModel = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
  required: ["role", "policyArn"],
  refs: [
    { path: "role", to: [{ type: role.type, output: "name" }] },
    { path: "policyArn", to: [{ type: policy.type, output: "arn" }], outside: managedByAws },
  ],
  id: ({ inputs }) => `${text(inputs, "role")}/${text(inputs, "policyArn")}`,
};

const instanceProfile: ResourceModel = {
  type: instanceProfileType,
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html",
  // The provider reads until a read shows what it has written, three times in a row.
  seconds: { create: 6 },
  name: { property: "name", max: 128, pattern: names, auto: "random", unless: "namePrefix" },
  defaults: (inputs) => ({ path: inputs["path"] ?? "/" }),
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

/** The provider takes a document as an object too, and sends its text. */
export function documentText(inputs: Properties, property: string): Properties {
  const document = inputs[property];
  return isObject(document) ? { [property]: JSON.stringify(document) } : {};
}

/** The limit counts no white space. */
function documentLimit(inputs: Properties, max: number): readonly { readonly property: string; readonly reason: string }[] {
  const document = text(inputs, "policy");
  if (document === "") return [];
  if (!isJson(document)) return [{ property: "policy", reason: "contains an invalid JSON policy" }];
  const length = document.replaceAll(/\s/g, "").length;
  return length <= max ? [] : [{ property: "policy", reason: `has ${length} characters, at most ${max} are allowed` }];
}

export function isJson(document: string): boolean {
  try {
    JSON.parse(document);
    return true;
  } catch {
    return false;
  }
}

/** Documents are compared by what they say. */
export function canonicalDocument(inputs: Properties, property: string): Properties {
  const document = text(inputs, property);
  return document !== "" && isJson(document) ? { ...inputs, [property]: JSON.parse(document) as PropertyValue } : inputs;
}
