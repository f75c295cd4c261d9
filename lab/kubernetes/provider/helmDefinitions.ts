import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { eksVersions, istioCharts, platformCharts } from "../../../catalogue/versions";
import { moduleFolder, type ModuleFolder } from "../../tools/moduleFiles";
import type { ReleaseSpec } from "./helmCharts";
import type { KubernetesObject } from "../objects";

/** Where a project publishes the definitions of its kinds. */
interface Definitions extends Omit<ModuleFolder, "version"> {
  /** With the "v". @default the chart's version */
  readonly version?: string;
  /** @default every YAML file of the folder */
  readonly files?: readonly string[];
}

interface ChartWithDefinitions {
  readonly definitions: readonly Definitions[];
  /** Whether the chart makes nothing else. @default false */
  readonly alone?: true;
}

/** Charts that bring kinds. Where the module proxy lacks the chart's own version, the nearest that it has. */
const charts: Readonly<Record<string, ChartWithDefinitions>> = {
  /** https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter-crd */
  "karpenter-crd": { definitions: [{ module: "github.com/aws/karpenter-provider-aws", folder: "pkg/apis/crds" }], alone: true },
  /** https://github.com/fluxcd-community/helm-charts/tree/main/charts/flux2/templates */
  flux2: {
    definitions: [
      { module: "github.com/fluxcd/source-controller", version: "v1.8.5", folder: "config/crd/bases" },
      { module: "github.com/fluxcd/kustomize-controller", version: "v1.9.0", folder: "config/crd/bases" },
    ],
  },
  /**
   * Those of objects that people write. The others are Prometheus and its like, which no operator makes here; each weighs as much as all of these
   * together, and an API server takes half a minute over it. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-operator-crds
   */
  "prometheus-operator-crds": {
    definitions: [
      {
        module: "github.com/prometheus-operator/prometheus-operator",
        version: "v0.93.1",
        folder: "example/prometheus-operator-crd",
        files: ["servicemonitors", "podmonitors", "probes", "prometheusrules"].map((kind) => `monitoring.coreos.com_${kind}.yaml`),
      },
    ],
    alone: true,
  },
  /**
   * The kinds that the program leaves in. The proxy has v1.3.2 as its last version: later ones are many modules, of which it has none.
   * https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets/templates/crds
   */
  "external-secrets": {
    definitions: [
      {
        module: "github.com/external-secrets/external-secrets",
        version: "v1.3.2",
        folder: "config/crds/bases",
        files: ["external-secrets.io_clustersecretstores.yaml", "external-secrets.io_externalsecrets.yaml"],
      },
    ],
  },
  /** https://github.com/kedacore/charts/tree/v2.20.2/keda/templates/crds */
  keda: { definitions: [{ module: "github.com/kedacore/keda/v2", folder: "config/crd/bases" }] },
  /** https://github.com/istio/istio/tree/master/manifests/charts/base/files */
  base: { definitions: [{ module: "istio.io/api", folder: "kubernetes", files: ["customresourcedefinitions.gen.yaml"] }], alone: true },
};

/** Whether the chart is nothing but definitions. */
export function definesOnly({ chart }: Pick<ReleaseSpec, "chart">): boolean {
  return charts[chart]?.alone === true;
}

/** The very definitions of the chart, with the rules that the API server then holds objects to; none of a chart without. */
export async function definitionsOf({ chart, version }: Pick<ReleaseSpec, "chart" | "version">): Promise<readonly KubernetesObject[]> {
  const read = sourcesOf(chart, version).map(async ({ files, ...source }) => {
    const folder = await moduleFolder(source);
    const names = files ?? readdirSync(folder).filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml");
    return [...names].sort().flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), "utf8")).map(objectIn));
  });
  return (await Promise.all(read)).flat();
}

/** Where the definitions of all charts are that the program installs; some more than once. */
export function definitionFolders(): readonly ModuleFolder[] {
  const karpenterKinds = Object.values(eksVersions).map(({ karpenter }) => karpenter.crds);
  const installed = [...karpenterKinds, ...Object.values(platformCharts), ...Object.values(istioCharts)];
  return installed.flatMap(({ chart, version }) => sourcesOf(basename(chart), version));
}

function sourcesOf(chart: string, version: string): readonly (Definitions & ModuleFolder)[] {
  return (charts[chart]?.definitions ?? []).map((source) => ({ version: `v${version}`, ...source }));
}

function objectIn(document: { toJS(): unknown }): KubernetesObject {
  return document.toJS() as KubernetesObject;
}
