import "@pulumi/aws";
import "@pulumi/azure-native/containerservice";
import "@pulumi/azure-native/network";
import "@pulumi/gcp";
import "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../plan/record";

/** What no plan can go below: `floor.ts <count>` loads the SDKs and registers that many empty resources. */
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
