import type { Check, Rule } from "../rule";

const member = "gcp:projects/iAMMember:IAMMember";
const source = "https://docs.cloud.google.com/iam/docs/using-iam-securely";

/** No member of a project gets a role that looks like this. */
function givesNoRole(pattern: RegExp): Check {
  return ({ inputs: { role } }) => (pattern.test(String(role)) ? `gives ${String(role)} in the whole project` : undefined);
}

export const gcpAccessRules: readonly Rule[] = [
  {
    ids: ["CKV_GCP_41", "CKV_GCP_49"],
    title: "lets nobody act as every service account of a project",
    source,
    types: [member],
    check: givesNoRole(
      /^roles\/(iam\.(securityAdmin|serviceAccount(Admin|KeyAdmin|User|TokenCreator)|workloadIdentityUser)|dataflow\.developer|deploymentmanager\.editor|cloudbuild\.builds\.editor|owner|editor|.*\.serviceAgent)$/,
    ),
  },
  {
    ids: ["CKV_GCP_42", "CKV_GCP_117"],
    title: "makes nobody an administrator, an editor or an owner of a project",
    source,
    types: [member],
    check: givesNoRole(/admin$|^roles\/(viewer|editor|owner)$/i),
  },
  {
    ids: ["CKV_GCP_46"],
    title: "gives the accounts that Google makes by default no role in a project",
    source,
    types: [member],
    check: ({ inputs }) =>
      /-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/.test(String(inputs["member"]))
        ? `gives ${String(inputs["role"])} to ${String(inputs["member"])}`
        : undefined,
  },
];
