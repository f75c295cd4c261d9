import type * as pulumi from "@pulumi/pulumi";

/** Every object is named by the program: an auto-name would break the references of people, dashboards and other clusters. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}
