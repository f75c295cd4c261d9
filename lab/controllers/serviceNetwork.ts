import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { mkdirSync, rmSync } from "node:fs";
import type { Duplex } from "node:stream";
import { json } from "node:stream/consumers";
import { TLSSocket } from "node:tls";
import type { LabHome } from "../home";
import { serviceAuthority, serviceSocket } from "../kubernetes/controlPlane/serviceNetwork";
import { keptCertificates } from "../doors/certificates";
import type { FollowedCluster } from "./followedCluster";

/** What API servers reach of their clusters: Services, and behind each somebody who answers while one of its pods is ready. */
export interface ServiceNetwork {
  /** Lets the cluster's API server in. */
  open(cluster: FollowedCluster): { close(): void };
}

/** Of every webhook the same: what it is asked about is allowed as it stands. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response */
export async function openServiceNetwork(home: LabHome): Promise<ServiceNetwork> {
  const certificates = await keptCertificates(serviceAuthority(home));
  mkdirSync(home.serviceNetwork, { recursive: true, mode: 0o700 });
  const webhooks = createServer((request, response) => void admit(request, response));

  return {
    open(cluster) {
      const socket = serviceSocket(home, cluster.plane.id);
      rmSync(socket, { force: true });
      const tunnels = createServer((_request, response) => response.writeHead(405).end());
      tunnels.on("connect", ({ url = "" }: IncomingMessage, stream: Duplex) => {
        // The API server ends its connections as it likes.
        stream.on("error", () => stream.destroy());
        const service = serviceAt(cluster, url);
        if (service === undefined || cluster.readyPods(service.namespace, service.name).length === 0) {
          stream.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
          return;
        }
        void certificates.of(`${service.name}.${service.namespace}.svc`, "valid").then(({ context }) => {
          stream.write("HTTP/1.1 200 Connection established\r\n\r\n");
          const secure = new TLSSocket(stream, { isServer: true, secureContext: context });
          secure.on("error", () => secure.destroy());
          webhooks.emit("connection", secure);
        });
      });
      tunnels.listen(socket);
      return { close: () => void tunnels.close() };
    },
  };
}

/** Whose address and port it is, such as "172.20.3.4:443". */
function serviceAt(cluster: FollowedCluster, place: string): { readonly namespace: string; readonly name: string } | undefined {
  const [address, port] = [place.slice(0, place.lastIndexOf(":")), Number(place.slice(place.lastIndexOf(":") + 1))];
  const found = cluster.services().find(({ spec }) => spec?.clusterIP === address && spec.ports?.some((served) => served.port === port));
  const { namespace, name } = found?.metadata ?? {};
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

async function admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const review = (await json(request)) as {
      readonly apiVersion: string;
      readonly kind: string;
      readonly request: { readonly uid: string };
    };
    // Kept open, a connection would outlive the pods that it led to.
    response.setHeader("connection", "close");
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ apiVersion: review.apiVersion, kind: review.kind, response: { uid: review.request.uid, allowed: true } }),
    );
  } catch {
    response.writeHead(400).end();
  }
}
