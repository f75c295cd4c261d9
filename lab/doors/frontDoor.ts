import { join } from "node:path";
import { openCloudStore, type CloudStore } from "../clouds/simulator/store";
import { isBroken, readFaults } from "../faults";
import { seeded } from "../random";
import type { LabHome } from "../home";
import { serveDns } from "../dns/server";
import { blindCheckers } from "../dns/checks/blindCheckers";
import { decide, readDnsServices } from "../dns/services";
import { createCertificates } from "./certificates";
import { createDoors, firstFreePort, type Door } from "./doors";
import { createEdges } from "../dns/edges";
import { watchFiles } from "./fileChanges";
import { controllers, createFleet } from "../controllers/fleet";
import { createHealthChecks } from "../dns/checks/healthChecks";
import { createMetricChecks } from "../dns/checks/metricChecks";
import { openLoadBalancerRecords } from "../controllers/loadBalancers/records";
import { createProbe, type HealthCheck } from "../dns/checks/probe";
import { writeFrontDoor, writeFrontDoorStatus } from "./registry";
import { serialized } from "../controllers/serialized";
import { openServiceNetwork } from "../controllers/serviceNetwork";
import { statusOf } from "./status";

/** Ports of 1023 and below need a privilege on most machines; the others are fixed, so that a printed command stays true. */
const ports = { dns: [53, 10_053], http: [80, 10_080] } as const;

/** How soon a change in the clouds or of the faults is seen, and how often clusters are looked for. */
const intervals = { filesMs: 100, clustersMs: 1_000 } as const;

export interface FrontDoor {
  close(): Promise<void>;
}

/**
 * Everything between a client and the gateway's pods: load balancer controllers, load balancers that listen on loopback addresses,
 * health checkers, and DNS. Reads the clouds' contents and the clusters; writes load balancers and its own status.
 * @param timeScale how many times faster than in reality health checks run
 * @param seed of everything that is left to chance: checkers' and edges' places in their intervals, and which answer a question gets. @default 1
 */
export async function openFrontDoor(
  home: LabHome,
  { timeScale, seed = 1 }: { readonly timeScale: number; readonly seed?: number },
): Promise<FrontDoor> {
  const random = seeded(seed);
  const dnsAddress = `${home.loopbackPrefix}.0.53`;
  const httpPort = await firstFreePort(dnsAddress, ports.http);
  const clouds = openClouds(home);
  const records = openLoadBalancerRecords(home);

  const certificates = await createCertificates();
  const doors = createDoors(httpPort, certificates);
  const fleet = createFleet({
    home,
    cloudOf: (provider) => clouds.of(provider),
    records,
    serviceNetwork: await openServiceNetwork(home),
    changed: () => openSoon(),
  });
  const openSoon = serialized(async () => {
    const faults = readFaults(home);
    const isOpen = ({ cluster, zone }: Door): boolean =>
      !["endpoint", "silence"].some((kind) => isBroken(faults, `${kind}/${cluster}`)) && !isBroken(faults, `zone/${cluster}/${zone}`);
    const silent = allDoors().filter(({ cluster }) => isBroken(faults, `silence/${cluster}`));
    await doors.open(allDoors().filter(isOpen), new Set(silent.map(({ address }) => address)));
    publish();
  });
  const allDoors = (): readonly Door[] => {
    const faults = readFaults(home);
    return records.all().flatMap(({ controlPlane, cluster, namespace, service, addresses }) => {
      const pods = fleet.readyPods(controlPlane, namespace, service);
      const certificate = isBroken(faults, `certificate/${cluster}`) ? "expired" : "valid";
      return addresses.map(({ address, zone }) => ({ address, cluster, zone, pods, certificate }));
    });
  };

  const isOwn = (address: string): boolean => address.startsWith(`${home.loopbackPrefix}.`);
  const probe = createProbe({
    timeScale,
    portAt: ({ address, port }) => ((port === 80 || port === 443) && isOwn(address) ? httpPort : port),
  });
  const seeing = blindCheckers({ probe, home, clusterAt: (address) => allDoors().find((door) => door.address === address)?.cluster });
  const healthChecks = createHealthChecks({ probe: seeing, timeScale, random, changed: () => publish() });
  const metricChecks = createMetricChecks({ timeScale, changed: () => publish() });
  let services = readDnsServices((provider) => clouds.of(provider));
  const checks = (): readonly HealthCheck[] => services.flatMap((service) => service.healthChecks);
  const edges = createEdges({
    timeScale,
    random,
    look: () =>
      new Map([
        ...checks().map(({ id }) => [id, healthChecks.isHealthy(id)] as const),
        ...services.flatMap((service) => service.metricChecks).map(({ id }) => [id, metricChecks.isHealthy(id)] as const),
      ]),
    answersOf: (isHealthy) => decide(services, isHealthy),
  });
  const readAgain = (): void => {
    services = readDnsServices((provider) => clouds.of(provider));
    const faults = readFaults(home);
    healthChecks.run(checks());
    metricChecks.run(
      services.flatMap((service) => service.metricChecks),
      (cloud) => isBroken(faults, `degraded/${cloud}`),
    );
    edges.decide();
    publish();
    openSoon();
    fleet.refresh();
  };

  let published = "";
  const publish = (): void => {
    const status = statusOf(allDoors(), doors.opened(), checks(), healthChecks);
    const text = JSON.stringify(status);
    if (text !== published) writeFrontDoorStatus(home, status);
    published = text;
  };

  const dnsServer = await serveDns(dnsAddress, ports.dns, (question, client) => edges.at(client)(question, random));
  readAgain();
  const files = watchFiles([...clouds.paths, home.faults], intervals.filesMs, readAgain);
  const timer = setInterval(() => fleet.refresh(), intervals.clustersMs);
  writeFrontDoor(home, {
    dns: { address: dnsServer.address, port: dnsServer.port },
    http: { port: httpPort, authority: certificates.authority },
    pid: process.pid,
  });

  return {
    async close() {
      clearInterval(timer);
      files.stop();
      healthChecks.stop();
      edges.stop();
      metricChecks.stop();
      fleet.stop();
      await Promise.all([dnsServer.close(), doors.close()]);
    },
  };
}

function openClouds(home: LabHome): { readonly paths: readonly string[]; of(provider: string): CloudStore } {
  const path = (provider: string): string => join(home.clouds, `${provider}.jsonl`);
  const stores = new Map(controllers.map(({ provider }) => [provider, openCloudStore(path(provider), { readOnly: true })]));
  return {
    paths: [...stores.keys()].map(path),
    of(provider) {
      const store = stores.get(provider);
      if (store === undefined) throw new RangeError(`the lab has no cloud ${provider}`);
      return store;
    },
  };
}
