import "@pulumi/aws/ec2";
import "@pulumi/aws/eks";
import "@pulumi/aws/iam";
import "@pulumi/aws/route53";
import "@pulumi/azure-native/containerservice";
import "@pulumi/azure-native/network";
import "@pulumi/gcp/compute";
import "@pulumi/gcp/container";
import "@pulumi/kubernetes/apps/v1";
import "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../preview/record/record";

/** What no plan can go below: `floor.ts <count>` registers that many empty resources, with the SDKs' main parts loaded as they come. */
async function main(): Promise<void> {
  const count = Number(process.argv[2]);
  const { resources } = await record(
    () => {
      for (let index = 0; index < count; index += 1) new Empty(`empty-${index}`);
    },
    { preview: true },
  );
  process.stdout.write(`${resources.length}\n`);
}

class Empty extends pulumi.CustomResource {
  constructor(name: string) {
    super("bench:index:Empty", name, {});
  }
}

void main();
