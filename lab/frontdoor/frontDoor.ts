import { join } from "node:path";
import { openCloudStore, type CloudStore } from "../cloud/store";
import { isBroken, readFaults } from "../faults";
import type { LabHome } from "../home";
import { readDns, withCalculated } from "./dnsContents";
import { serveDns } from "./dnsServer";
import { createDoors, firstFreePort, type Door } from "./doors";
import { watchFiles } from "./fileChanges";
import { controllers, createFleet } from "./fleet";
import { createHealthChecks } from "./healthChecks";
import { createMetricChecks } from "./metricChecks";
import { openLoadBalancerRecords } from "./loadBalancerRecords";
import { createProbe } from "./probe";
import { writeFrontDoor, writeFrontDoorStatus } from "./registry";
import { answer, authority } from "./route53";
import { serialized } from "./serialized";
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
 */
export async function openFrontDoor(home: LabHome, { timeScale }: { readonly timeScale: number }): Promise<FrontDoor> {
  const dnsAddress = `${home.loopbackPrefix}.0.53`;
  const httpPort = await firstFreePort(dnsAddress, ports.http);
  const clouds = openClouds(home);
  const records = openLoadBalancerRecords(home);

  const doors = createDoors(httpPort);
  const fleet = createFleet({ home, cloudOf: (provider) => clouds.of(provider), records, changed: () => openSoon() });
  const openSoon = serialized(async () => {
    const faults = readFaults(home);
    const isOpen = ({ cluster, zone }: Door): boolean =>
      !isBroken(faults, `endpoint/${cluster}`) && !isBroken(faults, `zone/${cluster}/${zone}`);
    await doors.open(allDoors().filter(isOpen));
    publish();
  });
  const allDoors = (): readonly Door[] =>
    records.all().flatMap(({ controlPlane, cluster, namespace, service, addresses }) => {
      const pods = fleet.readyPods(controlPlane, namespace, service);
      return addresses.map(({ address, zone }) => ({ address, cluster, zone, pods }));
    });

  const isOwn = (address: string): boolean => address.startsWith(`${home.loopbackPrefix}.`);
  const probe = createProbe({ timeScale, portAt: ({ address, port }) => (port === 80 && isOwn(address) ? httpPort : port) });
  const healthChecks = createHealthChecks({ probe, timeScale, changed: () => decide() });
  const metricChecks = createMetricChecks({ timeScale, changed: () => decide() });
  let dns = readDns(clouds.of("aws"));
  const decided = () =>
    authority(
      dns.view,
      withCalculated(dns, (id) => healthChecks.isHealthy(id) && metricChecks.isHealthy(id)),
    );
  let current = decided();
  const decide = (): void => {
    current = decided();
    publish();
  };
  const readAgain = (): void => {
    dns = readDns(clouds.of("aws"));
    healthChecks.run(dns.healthChecks);
    const faults = readFaults(home);
    metricChecks.run(dns.metricChecks, (cloud) => isBroken(faults, `degraded/${cloud}`));
    decide();
    openSoon();
    fleet.refresh();
  };

  let published = "";
  const publish = (): void => {
    const status = statusOf(allDoors(), new Set(doors.addresses()), dns.healthChecks, healthChecks);
    const text = JSON.stringify(status);
    if (text !== published) writeFrontDoorStatus(home, status);
    published = text;
  };

  const dnsServer = await serveDns(dnsAddress, ports.dns, (question) => answer(current, question, Math.random));
  readAgain();
  const files = watchFiles([...clouds.paths, home.faults], intervals.filesMs, readAgain);
  const timer = setInterval(() => fleet.refresh(), intervals.clustersMs);
  writeFrontDoor(home, { dns: { address: dnsServer.address, port: dnsServer.port }, http: { port: httpPort }, pid: process.pid });

  return {
    async close() {
      clearInterval(timer);
      files.stop();
      healthChecks.stop();
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
