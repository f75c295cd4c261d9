import type { Properties, PropertyValue } from "../../../facts/properties/values";
import type { KubernetesObject } from "../client/objects";
import type { ChartName, ChartWorkload, ReleaseSpec } from "./chart";
import { chartOf } from "./charts";
import { given, object, text } from "./values";
import { webhookConfigurations } from "./webhooks";

/**
 * The objects of a release but its definitions. Each workload of the chart is made by the rules that `helm create` gives every chart:
 * - it is called as the chart says, or `fullnameOverride`; else the release's name, with the chart's appended unless the one contains the other
 * - a ServiceAccount unless `serviceAccount.create` is false, called `serviceAccount.name`
 * - `replicaCount` pods with `image.repository:tag`, `resources`, `securityContext`, `podLabels`, `nodeSelector`, `tolerations`, `affinity`,
 *   `priorityClassName`, replaced as `strategy` says
 * - a PodDisruptionBudget where `podDisruptionBudget` says something
 *
 * @param authority of what answers behind Services, as PEM
 * @throws Error for a chart without a model, which no check lets through
 */
export function objectsOf(release: ReleaseSpec, authority: string): readonly KubernetesObject[] {
  const chart = chartOf(release.chart);
  if (chart === undefined) throw new Error(`the lab has no model of chart ${release.chart}`);
  return [
    ...chart.workloads.flatMap((workload) => objectsOfWorkload(release, workload)),
    ...webhookConfigurations(release, chart.webhooks ?? [], (name) => nameOf(name, release), authority),
  ];
}

function objectsOfWorkload(release: ReleaseSpec, workload: ChartWorkload): readonly KubernetesObject[] {
  const said = (workload.values ?? ((values) => values))({ ...workload.defaults, ...release.values });
  if (said === undefined) return [];
  const values: Properties = { replicaCount: 1, ...said };
  const name = workload.name === undefined ? fullName(release, values) : nameOf(workload.name, release);
  const selector = { "app.kubernetes.io/name": text(values["nameOverride"]) ?? release.chart, "app.kubernetes.io/instance": release.name };
  const labels = { ...selector, "app.kubernetes.io/managed-by": "Helm", "helm.sh/chart": `${release.chart}-${release.version}` };
  const metadata = { name, namespace: release.namespace, labels };
  const account = serviceAccount(name, values);
  return [
    ...(account.create
      ? [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, name: account.name, annotations: account.annotations } }]
      : []),
    ...disruptionBudget(metadata, selector, values),
    {
      apiVersion: "apps/v1",
      kind: workload.kind ?? "Deployment",
      metadata,
      spec: {
        ...(workload.kind === "DaemonSet"
          ? given(values, ["updateStrategy"])
          : { replicas: values["replicaCount"], ...given(values, ["strategy"]) }),
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: { ...object(values["podLabels"]), ...selector } },
          spec: {
            serviceAccountName: account.name,
            containers: [container(release, workload, values)],
            ...given(values, ["nodeSelector", "tolerations", "affinity", "priorityClassName"]),
          },
        },
      },
    },
    ...webhookService(workload, release, metadata, selector),
  ];
}

function container(release: ReleaseSpec, workload: ChartWorkload, values: Properties): Properties {
  const image = object(values["image"]);
  const repository = text(image["repository"]) ?? workload.image;
  return {
    name: text(values["nameOverride"]) ?? release.chart,
    image: `${repository}:${text(image["tag"]) ?? `v${release.version}`}`,
    ...given(values, ["resources", "securityContext"]),
  };
}

function webhookService(
  { webhookService: name }: ChartWorkload,
  release: ReleaseSpec,
  metadata: KubernetesObject["metadata"],
  selector: Readonly<Record<string, string>>,
): readonly KubernetesObject[] {
  if (name === undefined) return [];
  const ports = [{ name: "https", port: 443, targetPort: 9443 }];
  return [{ apiVersion: "v1", kind: "Service", metadata: { ...metadata, name: nameOf(name, release) }, spec: { selector, ports } }];
}

function serviceAccount(
  fullname: string,
  values: Properties,
): { readonly create: boolean; readonly name: string; readonly annotations: Record<string, string> } {
  const { create, name, annotations } = object(values["serviceAccount"]);
  const creates = create !== false;
  const pairs = Object.entries(object(annotations)).map(([key, value]) => [key, annotation(value)] as const);
  return { create: creates, name: text(name) ?? (creates ? fullname : "default"), annotations: Object.fromEntries(pairs) };
}

function annotation(value: PropertyValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function disruptionBudget(
  metadata: KubernetesObject["metadata"],
  matchLabels: Readonly<Record<string, string>>,
  values: Properties,
): readonly KubernetesObject[] {
  const { minAvailable, maxUnavailable } = object(values["podDisruptionBudget"]);
  if (minAvailable === undefined && maxUnavailable === undefined) return [];
  const bound = minAvailable === undefined ? { maxUnavailable } : { minAvailable };
  return [{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata, spec: { ...bound, selector: { matchLabels } } }];
}

/** With an ending, the release's own name takes part, whatever a workload's values call it. */
function nameOf(name: ChartName, release: ReleaseSpec): string {
  return typeof name === "string" ? name : shortened(`${fullName(release, release.values)}-${name.ending}`);
}

function fullName(release: ReleaseSpec, values: Properties): string {
  const chart = text(values["nameOverride"]) ?? release.chart;
  return shortened(text(values["fullnameOverride"]) ?? (release.name.includes(chart) ? release.name : `${release.name}-${chart}`));
}

/** https://helm.sh/docs/chart_best_practices/ : 63 characters at most, without a hyphen at the end. */
function shortened(name: string): string {
  return name.slice(0, 63).replace(/-+$/, "");
}
