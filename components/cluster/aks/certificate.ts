import * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";

export interface ClusterCertificateArgs {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly deploymentName: string;
  readonly clusterId: pulumi.Input<string>;
  /** Another cluster has another one, though its id be the same: the question is then asked again. */
  readonly clusterUid: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The CA certificate of the cluster's API server, PEM in base64.
 *
 * A ManagedCluster has no such output: Azure gives the CA only inside a kubeconfig, by an operation (listClusterUserCredential).
 * Calling that as a Pulumi function would ask Azure in every preview and every update, also while Azure is down.
 * A template deployment that deploys nothing and only has an output asks once, when the cluster is made; the state keeps the answer.
 * The kubeconfig of a user holds no credential, and all that leaves the template is the certificate.
 *
 * After `az aks rotate-certs` it has to ask again: `pulumi up --replace <URN of this deployment>`.
 *
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#list
 */
export function certificateAuthority(
  name: string,
  args: ClusterCertificateArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const deployment = new resources.Deployment(
    name,
    {
      resourceGroupName: args.resourceGroupName,
      deploymentName: args.deploymentName,
      properties: {
        mode: "Incremental",
        template,
        parameters: { cluster: { value: args.clusterId }, incarnation: { value: args.clusterUid } },
      },
      tags: args.tags,
    },
    opts,
  );
  return deployment.properties.apply(({ outputs }) => certificateIn(outputs));
}

const template = {
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  parameters: { cluster: { type: "string" }, incarnation: { type: "string" } },
  resources: [],
  outputs: {
    certificateAuthority: {
      type: "string",
      // The value is one line of the kubeconfig; templates cannot parse YAML.
      value:
        "[first(split(last(split(base64ToString(listClusterUserCredential(parameters('cluster'), '2025-09-01').kubeconfigs[0].value), 'certificate-authority-data: ')), '\n'))]",
    },
  },
};

/** Azure answers `{ "<name>": { "type": "String", "value": ... } }`. */
function certificateIn(outputs: unknown): string {
  const answer = valueOf(valueOf(outputs, "certificateAuthority"), "value");
  if (typeof answer !== "string" || answer === "")
    throw new Error("Azure answered without the cluster's CA certificate; run the update again");
  return answer;
}

function valueOf(object: unknown, key: string): unknown {
  return typeof object === "object" && object !== null ? Object.entries(object).find(([name]) => name === key)?.[1] : undefined;
}
