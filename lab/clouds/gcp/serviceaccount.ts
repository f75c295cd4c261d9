import { digitsOf, uuid } from "../shared/ids";
import type { Draft, ResourceModel } from "../simulator/model";
import { text } from "../../../facts/properties/select";
import { projectOf } from "./names";

const account: ResourceModel = {
  type: "gcp:serviceaccount/account:Account",
  seconds: { create: 15, update: 5, delete: 2 },
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
