import { gzipSync } from "node:zlib";
import { Header } from "tar";
import { stringify } from "yaml";
import type { ChartVersion } from "../../catalogue/charts";
import { installedCharts } from "../../catalogue/versions";
import { sha256Of } from "../../config/charts/archive";
import type { LockedChart } from "../../config/charts/lock";

/** An archive that stands for a chart's own, which is published for networks that the lab does not need. */
export interface LabArchive {
  readonly row: LockedChart & { readonly sha256: string };
  readonly bytes: Buffer;
}

/** Of every chart that the program installs. What a chart makes is in its model and not in here: lab/kubernetes/helm/charts. */
export function labArchives(): readonly LabArchive[] {
  return installedCharts.map(({ chart, version, source }) => {
    const bytes = archiveFor({ chart, version });
    return { row: { chart, version, source, sha256: sha256Of(bytes) }, bytes };
  });
}

/** The same bytes whenever it is made: no time and no owner is in it. */
export function archiveFor({ chart, version }: Pick<ChartVersion, "chart" | "version">): Buffer {
  const description = "Stands for the chart in the embedded lab.";
  const text = Buffer.from(stringify({ apiVersion: "v2", name: chart, version, type: "application", description }));
  // Stored, since what a compression comes to depends on its library's version.
  return gzipSync(Buffer.concat([header(`${chart}/Chart.yaml`, text.length), padded(text), Buffer.alloc(2 * block)]), { level: 0 });
}

const block = 512;

function header(path: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  new Header({ path, size, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: "File" }).encode(bytes);
  return bytes;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);
}
