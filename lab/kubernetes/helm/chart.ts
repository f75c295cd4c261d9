import type { Properties } from "../../../facts/properties/values";
import type { ModuleFolder } from "../../tools/moduleFiles";

/** A release that Helm is asked for. */
export interface ReleaseSpec {
  readonly name: string;
  readonly namespace: string;
  /** Its name, such as "aws-load-balancer-controller". */
  readonly chart: string;
  readonly version: string;
  readonly values: Properties;
}

/** What a chart makes in the lab: its pods, its definitions and its webhooks. RBAC is left out, since no process stands behind a pod. */
export interface Chart {
  /** Empty where the chart is nothing but definitions. */
  readonly workloads: readonly ChartWorkload[];
  /** @default none */
  readonly definitions?: readonly Definitions[];
  /** @default none */
  readonly webhooks?: readonly WebhookConfiguration[];
}

/** A Deployment, or a DaemonSet, by the rules that `helm create` gives every chart; see objects.ts. */
export interface ChartWorkload {
  /** @default Deployment */
  readonly kind?: "Deployment" | "DaemonSet";
  /** @default the release's, by the rules of `helm create` */
  readonly name?: ChartName;
  /** Repository, without a tag. */
  readonly image: string;
  /** Values that the chart itself sets where the program sets none. @default none */
  readonly defaults?: Properties;
  /** The chart's values in the words of `helm create`, where it has others; undefined where they leave the workload out. */
  readonly values?: (values: Properties) => Properties | undefined;
  /** Service that leads to its pods' port for webhooks, at port 443. @default none */
  readonly webhookService?: ChartName;
}

/** A fixed name, or an ending of the release's. */
export type ChartName = string | { readonly ending: string };

/** Where a project publishes the definitions of its custom resources. */
export interface Definitions extends Omit<ModuleFolder, "version"> {
  /** With the "v". @default the chart's version */
  readonly version?: string;
  /** @default every YAML file of the folder */
  readonly files?: readonly string[];
}

/** https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ */
export interface WebhookConfiguration {
  readonly kind: "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration";
  readonly name: ChartName;
  /** In the release's namespace. */
  readonly service: ChartName;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  readonly webhooks: readonly Webhook[];
}

export interface Webhook {
  readonly name: string;
  /** Whether the values ask for it. @default always */
  readonly isAskedFor?: (values: Properties) => boolean;
  readonly failurePolicy: "Fail" | "Ignore";
  readonly rules: readonly WebhookRule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

export interface WebhookRule {
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE")[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

export interface LabelSelector {
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
    readonly values?: readonly string[];
  }[];
}
