import { CloudError } from "../../provider/backend";
import type { ResourceModel } from "../simulator/model";
import { text } from "../../../facts/properties/select";

const iamMember: ResourceModel = {
  type: "gcp:projects/iAMMember:IAMMember",
  seconds: { create: 8, delete: 8 },
  admit({ inputs, cloud }) {
    const member = text(inputs, "member");
    const email = member.startsWith("serviceAccount:") ? member.slice("serviceAccount:".length) : "";
    if (!email.endsWith(`@${text(inputs, "project")}.iam.gserviceaccount.com`)) return;
    const exists = cloud.byType("gcp:serviceaccount/account:Account").some(({ outputs }) => text(outputs, "email") === email);
    if (!exists) throw new CloudError(`googleapi: Error 400: Service account ${email} does not exist., badRequest`);
  },
  // Under another title the same grant stands beside this one.
  id: ({ inputs }) =>
    [text(inputs, "project"), text(inputs, "role"), text(inputs, "member"), text(inputs, "condition.title")]
      .filter((part) => part !== "")
      .join("/"),
};

export const projects: readonly ResourceModel[] = [iamMember];
