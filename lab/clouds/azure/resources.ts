import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { isObject } from "../../../facts/properties/path";
import type { Draft, ResourceModel, Subject } from "../simulator/model";
import { object, text } from "../../../facts/properties/select";
import { caOf } from "./aks/credentials";
import { groupId, isBelow } from "./ids";

const resourceGroup: ResourceModel = {
  type: "azure-native:resources:ResourceGroup",
  seconds: { create: 8, delete: 30 },
  id: ({ inputs, account }) => groupId(account, text(inputs, "resourceGroupName")),
  outputs: { name: ({ inputs }) => text(inputs, "resourceGroupName") },
  // Everything in it goes too, whoever made it; what depends on others goes first.
  cascade: ({ cloud, id }) =>
    cloud
      .all()
      .filter((resource) => resource.id !== id && isBelow(resource.id, id))
      .reverse(),
};

/**
 * A template deployment without resources, whose outputs ask for a cluster's certificate authority. Other templates are not evaluated here.
 */
const deployment: ResourceModel = {
  type: "azure-native:resources:Deployment",
  seconds: { create: 10, update: 10, delete: 10 },
  refs: [{ path: "resourceGroupName", to: [{ type: resourceGroup.type, output: "name" }] }],
  provision: (draft) => ({ outputs: evaluate(draft) }),
  id: ({ inputs, account }) =>
    `${groupId(account, text(inputs, "resourceGroupName"))}/providers/Microsoft.Resources/deployments/${text(inputs, "deploymentName")}`,
  outputs: {
    name: ({ inputs }) => text(inputs, "deploymentName"),
    properties: ({ inputs, hidden }: Subject) => ({
      mode: text(inputs, "properties.mode"),
      provisioningState: "Succeeded",
      outputs: object(hidden, "outputs"),
    }),
  },
  update: (change) => ({ outputs: evaluate(change) }),
};

const credentialFunction = /listClusterUserCredential\(parameters\('(\w+)'\).*certificate-authority-data/;

function evaluate({ inputs, cloud }: Pick<Draft, "inputs" | "cloud">): Properties {
  const template = object(inputs, "properties.template");
  const resources = template["resources"];
  if (Array.isArray(resources) && resources.length > 0)
    throw new CloudError("the lab deploys no templates with resources; extend lab/clouds/azure/resources.ts");
  const outputs = Object.entries(object(template, "outputs")).flatMap(([name, output]) =>
    isObject(output) ? [[name, text(output, "value")] as const] : [],
  );
  return Object.fromEntries(
    outputs.map(([name, expression]) => {
      const parameter = credentialFunction.exec(expression)?.[1];
      if (parameter === undefined)
        throw new CloudError(`the lab cannot evaluate the template's output ${name}; extend lab/clouds/azure/resources.ts`);
      return [name, { type: "String", value: caOf(cloud, text(inputs, `properties.parameters.${parameter}.value`)) }];
    }),
  );
}

export const resources: readonly ResourceModel[] = [resourceGroup, deployment];
