import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { Parser } from "tar";
import { parse } from "yaml";

/** In lower-case hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What an archive says it is. */
export interface ArchivedChart {
  readonly name: string;
  readonly version: string;
}

/** As Helm bounds it: https://github.com/helm/helm/blob/main/pkg/chart/loader/archive/archive.go (MaxDecompressedChartSize) */
const mostBytes = 100 * 1024 * 1024;

/**
 * Reads an archive's Chart.yaml, which is in its one folder: https://helm.sh/docs/topics/charts/#the-chart-file-structure
 *
 * @returns undefined for what is no archive of a chart, such as a page that a proxy sends
 */
export function chartInArchive(archive: Uint8Array): ArchivedChart | undefined {
  try {
    const text = textOf(gunzipSync(archive, { maxOutputLength: mostBytes }), /^[^/]+\/Chart\.yaml$/);
    const found: unknown = text === undefined ? undefined : parse(text, { logLevel: "silent" });
    if (typeof found !== "object" || found === null || !("name" in found) || !("version" in found)) return undefined;
    const { name, version } = found;
    return typeof name === "string" && typeof version === "string" ? { name, version } : undefined;
  } catch {
    return undefined;
  }
}

function textOf(tar: Buffer, path: RegExp): string | undefined {
  const chunks: Buffer[] = [];
  let isThere = false;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      if (isThere || !path.test(entry.path)) return void entry.resume();
      isThere = true;
      entry.on("data", (chunk) => void chunks.push(chunk));
    },
  });
  parser.end(tar);
  return isThere ? Buffer.concat(chunks).toString("utf8") : undefined;
}
