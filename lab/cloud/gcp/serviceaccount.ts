import { digitsOf, uuid } from "../ids";
import type { Draft, ResourceModel } from "../model";
import { text } from "../../../facts/properties/select";
import { projectOf } from "./names";

const account: ResourceModel = {
  type: "gcp:serviceaccount/account:Account",
  source: "https://docs.cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/create",
  seconds: { create: 15, update: 5, delete: 2 },
  name: { property: "accountId", max: 30, min: 6, pattern: /^[a-z]([-a-z0-9]*[a-z0-9])$/, auto: "random" },
  limits: ({ displayName, description }) => [
    ...(typeof displayName === "string" && Buffer.byteLength(displayName) > 100
      ? [{ property: "displayName", reason: "has more than 100 bytes" }]
      : []),
    ...(typeof description === "string" && Buffer.byteLength(description) > 256
      ? [{ property: "description", reason: "has more than 256 bytes" }]
      : []),
  ],
  provision: () => ({ uniqueId: digitsOf(uuid(), 21) }),
  id: (draft) => `projects/${projectOf(draft)}/serviceAccounts/${emailOf(draft)}`,
  outputs: {
    email: emailOf,
    member: (subject) => `serviceAccount:${emailOf(subject)}`,
    name: ({ id }) => id,
    project: projectOf,
    uniqueId: ({ hidden }) => text(hidden, "uniqueId"),
  },
  keeps: "a deleted service account can be restored for 30 days",
};

function emailOf(draft: Pick<Draft, "inputs" | "account">): string {
  return `${text(draft.inputs, "accountId")}@${projectOf(draft)}.iam.gserviceaccount.com`;
}

export const serviceaccount: readonly ResourceModel[] = [account];
