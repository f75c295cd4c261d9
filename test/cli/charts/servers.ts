import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { stringify } from "yaml";
import { archiveName } from "../../../catalogue/charts";
import { sha256Of } from "../../../config/charts/archive";
import { archiveFor } from "../../../lab/charts/archives";

/** Fails within a test's time where it would wait. */
export const patience = { silence: 300, answer: 3_000, attempts: 3, pause: 1 };

/** A server on loopback for as long as a test takes. */
export interface TestServer {
  /** "127.0.0.1:49152" */
  readonly host: string;
  readonly url: string;
  /** "GET /index.yaml", with the credential that came along. */
  readonly asked: string[];
  answer: RequestListener;
  close(): void;
}

export async function testServer(): Promise<TestServer> {
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    opened.asked.push([request.url, ...(authorization === undefined ? [] : [authorization])].join(" "));
    opened.answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const opened: TestServer = {
    host,
    url: `http://${host}`,
    asked: [],
    answer: (_request, response) => response.writeHead(404).end(),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return opened;
}

export interface Published {
  readonly chart: string;
  readonly version: string;
}

/** Hands out what is published, as `helm repo index` lists it. */
export function repositoryOf(published: readonly Published[], urlOf = archivePath): RequestListener {
  const entries: Record<string, unknown[]> = {};
  for (const { chart, version } of published) (entries[chart] ??= []).push({ name: chart, version, urls: [urlOf(chart, version)] });
  const index = stringify({ apiVersion: "v1", entries });
  return ({ url = "" }, response) => {
    const found = published.find(({ chart, version }) => url.endsWith(`/${archiveName(chart, version)}`));
    if (url.endsWith("/index.yaml")) response.end(index);
    else if (found === undefined) response.writeHead(404).end();
    else response.end(archiveFor(found));
  };
}

function archivePath(chart: string, version: string): string {
  return archiveName(chart, version);
}

interface RegistryOptions {
  /** Where tokens are given out; nobody needs one where it is left out. */
  readonly realm?: string;
  /** Where blobs are handed out, such as a store for files. @default the registry */
  readonly blobsAt?: string;
  /** @default that of Helm */
  readonly layerType?: string;
}

export const token = "for-anybody";

/** A registry that has charts below "charts/". https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export function registryOf(published: readonly Published[], options: RegistryOptions = {}): RequestListener {
  const { realm, blobsAt, layerType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip" } = options;
  return ({ url = "", headers }, response) => {
    if (realm !== undefined && headers.authorization !== `Bearer ${token}`) {
      const challenge = `Bearer realm="${realm}",service="test registry",scope="repository:charts:pull"`;
      return void response.writeHead(401, { "www-authenticate": challenge }).end();
    }
    for (const { chart, version } of published) {
      const archive = archiveFor({ chart, version });
      const digest = `sha256:${sha256Of(archive)}`;
      if (url === `/v2/charts/${chart}/manifests/${version.replaceAll("+", "_")}`) {
        const layers = [
          { mediaType: "application/vnd.cncf.helm.chart.provenance.v1.prov", digest: `sha256:${"0".repeat(64)}`, size: 1 },
          { mediaType: layerType, digest, size: archive.length },
        ];
        return void response.end(JSON.stringify({ schemaVersion: 2, layers }));
      }
      if (url === `/v2/charts/${chart}/blobs/${digest}`)
        return void (blobsAt === undefined ? response.end(archive) : response.writeHead(307, { location: `${blobsAt}/${digest}` }).end());
    }
    response.writeHead(404).end();
  };
}
