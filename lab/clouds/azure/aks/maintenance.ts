import { CloudError } from "../../../provider/backend";
import type { ResourceModel } from "../../simulator/model";
import { text } from "../../../../facts/properties/select";
import { clusterType, maintenanceType } from "./credentials";
import { resourceId } from "../ids";

/** A cluster's schedule for one kind of upgrade. The name is the kind. */
export const maintenanceConfiguration: ResourceModel = {
  type: maintenanceType,
  seconds: { create: 3, update: 3, delete: 3 },
  refs: [{ path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] }],
  admit(draft) {
    const cluster = resourceId(draft, "Microsoft.ContainerService", { managedClusters: "resourceName" });
    if (draft.cloud.get(clusterType, cluster) === undefined)
      throw new CloudError(`Status=404 Code="ParentResourceNotFound" Message="The cluster '${cluster}' was not found."`);
  },
  id: (draft) =>
    resourceId(draft, "Microsoft.ContainerService", { managedClusters: "resourceName", maintenanceConfigurations: "configName" }),
  outputs: { name: ({ inputs }) => text(inputs, "configName") },
};
