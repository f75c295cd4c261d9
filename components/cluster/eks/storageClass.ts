import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import type * as pulumi from "@pulumi/pulumi";

/**
 * What a claim gets that names no class, since EKS brings none that is the default: an encrypted volume in the zone of the pod that uses it.
 * The key is the account's own for EBS, which needs no grant.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
 */
export function createEbsStorageClass(name: string, opts: pulumi.CustomResourceOptions): StorageClass {
  return new StorageClass(
    name,
    {
      metadata: { name: "ebs-encrypted", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true" },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    },
    opts,
  );
}
