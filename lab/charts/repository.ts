import { once } from "node:events";
import { createServer } from "node:http";
import { stringify } from "yaml";
import { archiveName } from "../../catalogue/charts";
import { isBroken, readFaults } from "../faults";
import type { LabHome } from "../home";
import { labArchives } from "./archives";

/** What the lab has in place of the charts' publishers, for as long as an operation takes. */
export interface ChartRepository {
  readonly url: string;
  close(): Promise<void>;
}

/** A chart repository, https://helm.sh/docs/topics/chart_repository/, that answers nobody while `charts` is broken. */
export async function startChartRepository(home: Pick<LabHome, "faults">): Promise<ChartRepository> {
  const files = new Map<string, Buffer>(labArchives().map(({ row, bytes }) => [`/${archiveName(row.chart, row.version)}`, bytes]));
  files.set("/index.yaml", Buffer.from(index()));
  const server = createServer(({ url = "" }, response) => {
    const file = files.get(url);
    if (isBroken(readFaults(home), "charts")) response.writeHead(503).end();
    else if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-length": file.length }).end(file);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function index(): string {
  const entries = labArchives().map(({ row: { chart, version, sha256 } }) => [
    chart,
    [{ apiVersion: "v2", name: chart, version, digest: sha256, urls: [archiveName(chart, version)] }],
  ]);
  return stringify({ apiVersion: "v1", entries: Object.fromEntries(entries) as unknown });
}
