import { CloudError } from "../../provider/backend";
import type { ResourceModel } from "../simulator/model";
import { has, text, texts } from "../../../facts/properties/select";
import { globalId, projectOf, selfLink } from "./names";

export const healthCheckType = "gcp:compute/healthCheck:HealthCheck";

/** A global one: of backends, or with source regions of a DNS routing policy's endpoints. */
export const healthCheck: ResourceModel = {
  type: healthCheckType,
  seconds: { create: 12, update: 12, delete: 12 },
  id: globalId("healthChecks"),
  outputs: { selfLink, project: projectOf, type: ({ inputs }) => text(inputs, "type") },
  // Seen in an error of the API: https://github.com/hemnathworld/aws_playground (gcp_hadr_new/clouddns.tf)
  admitUpdate({ inputs, olds }) {
    if (has(olds, "sourceRegions[*]") || !has(inputs, "sourceRegions[*]")) return;
    const regions = texts(inputs, "sourceRegions[*]").join();
    throw new CloudError(
      `googleapi: Error 400: Invalid value for field 'resource.sourceRegions': '${regions}'. Source region list must stay empty., invalid`,
    );
  },
};
