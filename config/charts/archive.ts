import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
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

const block = 512;

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 (ustar Interchange Format) */
function textOf(tar: Buffer, path: RegExp): string | undefined {
  for (let at = 0; at + block <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(field(tar, at + 124, 12), 8);
    if (!Number.isInteger(size) || size < 0) return undefined;
    if (path.test(field(tar, at, 100))) return tar.toString("utf8", at + block, at + block + size);
    at += block + Math.ceil(size / block) * block;
  }
  return undefined;
}

function field(tar: Buffer, start: number, length: number): string {
  const bytes = tar.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? length : end).trim();
}
