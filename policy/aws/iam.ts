import { all, isSet, valueAt } from "../checks";
import type { Rule } from "../rule";
import { actionsOf, allowsNothing, principalsOf, resourcesOf } from "./documents";
import { withoutResource } from "./withoutResource";

const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";

export const awsIamRules: readonly Rule[] = [
  {
    ids: ["CKV_AWS_60", "CKV_AWS_61", "CKV_AWS_393"],
    title: "lets AWS's own services take on roles, and no account and nobody from outside",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    types: [role],
    check: allowsNothing("assumeRolePolicy", (statement) => {
      const principal = valueAt(statement, "Principal");
      const kinds = typeof principal === "object" && principal !== null ? Object.keys(principal) : ["everybody"];
      const others = kinds.filter((kind) => kind !== "Service");
      return others.length === 0 ? undefined : `principals other than services: ${others.join(", ")}`;
    }),
  },
  {
    ids: ["CKV_AWS_62", "CKV_AWS_63", "CKV2_AWS_40"],
    title: "names every action that a role may take",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    types: [rolePolicy],
    check: allowsNothing("policy", (statement) => actionsOf(statement).find((action) => /^\*$|:\*$/.test(action))),
  },
  {
    ids: ["CKV_AWS_355", "CKV_AWS_286", "CKV_AWS_288", "CKV_AWS_289", "CKV_AWS_290"],
    title: "names what a role may act on, wherever AWS lets one name it",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    types: [rolePolicy],
    check: allowsNothing("policy", (statement) => {
      if (!resourcesOf(statement).includes("*")) return undefined;
      const unbounded = actionsOf(statement).filter((action) => !withoutResource.has(action));
      return unbounded.length === 0 ? undefined : `${unbounded.join(", ")} on every resource, and could name some`;
    }),
  },
  {
    ids: ["CKV_AWS_287"],
    title: "gives no role what hands out credentials",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    types: [rolePolicy],
    check: allowsNothing("policy", (statement) => actionsOf(statement).find((action) => givesCredentials.test(action))),
  },
  {
    ids: ["CKV_AWS_274", "CKV2_AWS_56"],
    title: "makes no role an administrator",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
    types: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    check: ({ inputs }) =>
      /\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/.test(String(inputs["policyArn"]))
        ? `attaches ${String(inputs["policyArn"])}`
        : undefined,
  },
  {
    ids: ["CKV_AWS_33", "CKV2_AWS_64"],
    title: "says of every key who may use it, and never everybody",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    types: ["aws:kms/key:Key"],
    check: all(
      isSet("policy"),
      allowsNothing("policy", (statement) => (principalsOf(statement).includes("*") ? "something to everybody" : undefined)),
    ),
  },
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html and its neighbours */
const givesCredentials =
  /^(sts:(AssumeRole|Get(Federation|Session)Token)|iam:(Create|Update)(AccessKey|LoginProfile|ServiceSpecificCredential)|ecr:GetAuthorizationToken|eks:AccessKubernetesApi|ssm:GetParametersByPath|rds-db:connect)/;
