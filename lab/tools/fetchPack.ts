import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { pipeline } from "node:stream/promises";
import { packVariable, type PackSource } from "./packSource";
import { megabytes, type Progress } from "./progress";

/**
 * Brings the very pack into a file.
 *
 * @param patience milliseconds for which a server may send nothing
 * @throws Error where it cannot be had, or is another one
 */
export async function fetchPack(source: PackSource, file: string, progress: Progress, patience = 30_000): Promise<void> {
  const { location, shown } = source;
  const bring = isAbsolute(location) ? copyFile(location, file) : download(source, file, progress, patience);
  await bring.catch((error: unknown) => {
    const remedy = isAbsolute(location)
      ? `name another file in ${packVariable}`
      : `check the URL and the network and try again, download the file in another way and name that in ${packVariable}`;
    throw new Error(`cannot take the tools from ${shown}: ${reasonOf(error)}; ${remedy}, or unset it to build the tools here`, {
      cause: error,
    });
  });
  const sha256 = await sha256Of(file);
  if (sha256 !== source.sha256)
    throw new Error(
      `the tools from ${shown} were not unpacked: their sha256 is ${sha256}, and ${packVariable} says ${source.sha256}; ` +
        "the file is not whole or another one: get it again, or ask whoever packed it for the line",
    );
}

async function download({ location, shown }: PackSource, file: string, progress: Progress, patience: number): Promise<void> {
  const { url, headers } = requestOf(location);
  const ending = new AbortController();
  const watchdog = setTimeout(() => ending.abort(new Error(`nothing came for ${patience / 1000} s`)), patience);
  const step = `downloading the tools from ${shown}`;
  progress.show(step, "");
  let came = "";
  try {
    const response = await fetch(url, { headers, signal: ending.signal });
    if (!response.ok || response.body === null) throw new Error(`the server answers ${response.status} ${response.statusText}`.trimEnd());
    const total = Number(response.headers.get("content-length") ?? 0);
    let received = 0;
    const count = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        watchdog.refresh();
        received += chunk.length;
        came = total > 0 ? `${megabytes(received)} of ${megabytes(total)}` : megabytes(received);
        progress.show(step, total > 0 ? `${came}, ${Math.floor((100 * received) / total)}%` : came);
        yield chunk;
      }
    };
    await pipeline(response.body, count, createWriteStream(file));
  } catch (error) {
    throw came === "" ? error : new Error(`${reasonOf(error)} after ${came}`, { cause: error });
  } finally {
    clearTimeout(watchdog);
    ending.abort();
  }
}

/** Credentials go into a header: fetch takes no URL that has some. */
function requestOf(location: string): { readonly url: URL; readonly headers: Record<string, string> } {
  const url = new URL(location);
  const credentials = [url.username, url.password].map(decodeURIComponent).join(":");
  url.username = url.password = "";
  // A server that compressed the file once more would change the bytes that the checksum is of.
  const headers = { "accept-encoding": "identity" };
  return {
    url,
    headers: credentials === ":" ? headers : { ...headers, authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "you may not read it",
  EISDIR: "it is a folder",
  ECONNREFUSED: "nothing answers there",
  ENOTFOUND: "the host's name cannot be resolved",
  EAI_AGAIN: "the host's name cannot be resolved at present",
  ECONNRESET: "the connection broke off",
  UND_ERR_SOCKET: "the connection broke off",
};

/** fetch says "fetch failed" or "terminated", and has the reason as its cause. */
function reasonOf(error: unknown): string {
  const { code = "", message } = (
    error instanceof TypeError && error.cause instanceof Error ? error.cause : error
  ) as NodeJS.ErrnoException;
  return code in reasons ? `${reasons[code]} (${code})` : message;
}

/** In lower-case hexadecimal digits. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
