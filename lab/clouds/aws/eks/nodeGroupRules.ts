import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import type { Draft } from "../../simulator/model";
import { count, text } from "../../../../facts/properties/select";

/** All three numbers are sent together, and must fit. */
export function refuseSize(inputs: Properties): void {
  const [min = 0, max = 0, desired = 0] = ["minSize", "maxSize", "desiredSize"].map((key) => count(inputs, `scalingConfig.${key}`));
  if (min > max) throw new CloudError(`InvalidParameterException: Minimum capacity ${min} can't be greater than maximum size ${max}`);
  if (desired < min)
    throw new CloudError(`InvalidParameterException: Minimum capacity ${min} can't be greater than desired size ${desired}`);
  if (desired > max) throw new CloudError(`InvalidParameterException: desired capacity ${desired} can't be greater than max size ${max}`);
}

export function refuseTemplateVersion({ inputs, cloud }: Draft): void {
  const template = cloud.get("aws:ec2/launchTemplate:LaunchTemplate", text(inputs, "launchTemplate.id"));
  const version = Number(text(inputs, "launchTemplate.version"));
  const latest = count(template?.outputs ?? {}, "latestVersion") ?? 0;
  if (template !== undefined && !(version >= 1 && version <= latest))
    throw new CloudError(
      `InvalidRequestException: launch template ${template.id} has no version ${text(inputs, "launchTemplate.version")} (latest: ${latest})`,
    );
}

/** Without EKS's own default add-ons, a node becomes ready only when the program has brought pod networking and kube-proxy. */
export function refuseWithoutNetworking({ inputs, cloud }: Draft, cluster: Properties): void {
  if (cluster["bootstrapSelfManagedAddons"] !== false || count(inputs, "scalingConfig.desiredSize") === 0) return;
  const missing = ["vpc-cni", "kube-proxy"].filter(
    (name) => cloud.get("aws:eks/addon:Addon", `${text(inputs, "clusterName")}:${name}`) === undefined,
  );
  if (missing.length > 0)
    throw new CloudError(`NodeCreationFailure: Unhealthy nodes in the kubernetes cluster: ${missing.join(" and ")} not installed`);
}
