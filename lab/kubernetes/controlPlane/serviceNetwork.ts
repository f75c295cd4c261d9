import { join } from "node:path";
import { stringify } from "yaml";
import type { LabHome } from "../../home";

/** Socket behind which the Services of a control plane's cluster are. */
export function serviceSocket({ serviceNetwork }: Pick<LabHome, "serviceNetwork">, id: string): string {
  return join(serviceNetwork, `${id}.sock`);
}

/** Files of the authority that everything behind Services is certified by. */
export function serviceAuthority({ kubernetes }: Pick<LabHome, "kubernetes">): { readonly certificate: string; readonly key: string } {
  return { certificate: join(kubernetes, "services.crt"), key: join(kubernetes, "services.key") };
}

/**
 * Sends what an API server asks of Services, such as its webhooks, through a socket: no packet for a Service's address arrives anywhere here.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/
 */
export function egressYaml(socket: string): string {
  return stringify({
    apiVersion: "apiserver.k8s.io/v1beta1",
    kind: "EgressSelectorConfiguration",
    egressSelections: [{ name: "cluster", connection: { proxyProtocol: "HTTPConnect", transport: { uds: { udsName: socket } } } }],
  });
}
