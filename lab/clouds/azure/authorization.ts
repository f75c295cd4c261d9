import { CloudError } from "../../provider/backend";
import type { ResourceModel } from "../simulator/model";
import { text } from "../../../facts/properties/select";
import { isSameId } from "./ids";
import { refuseChanges } from "./refused";

/** What the program gives roles on and never makes: vaults are their owner's. */
const outside = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[^/]+$/i;

const roleAssignment: ResourceModel = {
  type: "azure-native:authorization:RoleAssignment",
  seconds: { create: 25, delete: 5 },
  admit({ inputs, cloud, account }) {
    const [scope, principal, role] = ["scope", "principalId", "roleDefinitionId"].map((key) => text(inputs, key));
    if (scope === undefined || principal === undefined || role === undefined) return;
    const exists =
      outside.test(scope) || isSameId(scope, `/subscriptions/${account.owner}`) || cloud.all().some(({ id }) => isSameId(id, scope));
    if (!exists) throw new CloudError(`Status=404 Code="ResourceNotFound" Message="The resource '${scope}' under scope was not found."`);
    const same = cloud
      .byType(roleAssignment.type)
      .find(
        (other) =>
          isSameId(text(other.inputs, "scope"), scope) &&
          text(other.inputs, "principalId") === principal &&
          isSameId(text(other.inputs, "roleDefinitionId"), role),
      );
    if (same !== undefined)
      throw new CloudError(`Status=409 Code="RoleAssignmentExists" Message="The role assignment already exists: ${same.id}"`);
  },
  id: ({ inputs }) => `${text(inputs, "scope")}/providers/Microsoft.Authorization/roleAssignments/${text(inputs, "roleAssignmentName")}`,
  outputs: { name: ({ inputs }) => text(inputs, "roleAssignmentName") },
  admitUpdate: (change) => refuseChanges(change, "RoleAssignmentUpdateNotPermitted"),
};

export const authorization: readonly ResourceModel[] = [roleAssignment];
