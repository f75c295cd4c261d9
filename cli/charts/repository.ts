import { parse } from "yaml";
import { z } from "zod";
import { isLoopback } from "../../config/charts/source";
import { ownEntry } from "../../facts/properties/ownEntry";
import { describeStatus, download, type Patience } from "./download";

/** A chart that is looked for. */
export interface Wanted {
  readonly chart: string;
  readonly version: string;
}

/** What matters here of an index.yaml. https://helm.sh/docs/topics/chart_repository/#the-index-file */
const Index = z.looseObject({
  entries: z.record(z.string(), z.array(z.looseObject({ version: z.string(), urls: z.array(z.string()).min(1) })).nullable()),
});
export type Index = z.output<typeof Index>;

/** @throws Error that names the URL, where it cannot be had or is none */
export async function readIndex(repository: string, bounds: Patience): Promise<Index> {
  const url = `${withoutSlash(repository)}/index.yaml`;
  const answer = await download(url, {}, bounds);
  if (answer.status !== 200) throw new Error(`${url} ${describeStatus(answer)}`);
  try {
    return Index.parse(parse(answer.body.toString("utf8"), { logLevel: "silent" }));
  } catch (error) {
    throw new Error(`${url} is no index of a chart repository`, { cause: error });
  }
}

/** @throws Error that says which versions there are, or why the archive cannot be had */
export async function archiveIn(repository: string, index: Index, { chart, version }: Wanted, bounds: Patience): Promise<Buffer> {
  const entries = ownEntry(index.entries, chart) ?? [];
  const url = entries.find((entry) => entry.version === version)?.urls[0];
  if (url === undefined) {
    const others = entries.slice(0, 5).map((entry) => entry.version);
    throw new Error(
      `${repository} has no ${chart} ${version}${others.length === 0 ? "" : `; of that chart it has ${others.join(", ")}${entries.length > 5 ? ", ..." : ""}`}`,
    );
  }
  const archive = archiveUrl(repository, url);
  const answer = await download(archive, {}, bounds);
  if (answer.status !== 200) throw new Error(`${archive} ${describeStatus(answer)}`);
  return answer.body;
}

/** An index may name its archives relative to itself. */
function archiveUrl(repository: string, url: string): string {
  const archive = new URL(url, `${withoutSlash(repository)}/`);
  if (archive.protocol === "https:" || (archive.protocol === "http:" && isLoopback(archive.hostname))) return archive.href;
  throw new Error(`${repository} has the archive at ${archive.href}, without TLS`);
}

export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
