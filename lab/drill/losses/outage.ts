import { setTimeout as sleep } from "node:timers/promises";
import { blackHoleAddress } from "../../dns/checks/blindCheckers";
import { readFrontDoorStatus, type AddressStatus } from "../../doors/registry";
import type { LabHome } from "../../home";
import type { ControlPlanes } from "../../kubernetes/controlPlane/controlPlane";
import { exposedDeployments } from "./exposed";
import type { Journal, ScaledDeployment } from "./journal";
import type { LossKind } from "./kinds";
import type { Place } from "../../../plan/survival/places";
import { startSilentListener } from "./silentListener";

/** A loss that is ready to happen. Giving it back is the journal's. */
export interface Outage {
  /** Resolves when the place is lost, with the time since which it is: milliseconds since 1970. */
  strike(): Promise<number>;
}

export interface OutageOptions {
  readonly home: LabHome;
  readonly controlPlanes: ControlPlanes;
  readonly journal: Journal;
  readonly place: Place;
  /** The DNS provider's API, as a target of the lab's faults. */
  readonly dnsApi: string;
  /** Of the place. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** Of `split`: checkers of each health check that do not reach the place. */
  readonly blindCheckers: number;
  /** Of `flapping`: how long it is away, and how long it is back. */
  readonly flapMs: number;
  /** Of `flapping`: ends it. */
  readonly signal: AbortSignal;
}

/** Prepares what takes long, so that the loss itself happens at once. */
export async function prepareOutage(kind: LossKind, options: OutageOptions): Promise<Outage> {
  const { home, journal, place, addresses, port, blindCheckers } = options;
  const each = (fault: string): readonly string[] => place.clusters.map((cluster) => `${fault}/${cluster}`);
  const silence = async (listening: "black hole" | "slow", ...more: readonly string[]): Promise<Outage> => {
    const listener = await startSilentListener(home, { kind: listening, addresses, port });
    return {
      async strike() {
        journal.breakTargets([...each("silence"), ...more]);
        return listener.takeOver();
      },
    };
  };
  switch (kind) {
    case "black-hole":
      return silence("black hole");
    case "slow":
      return silence("slow");
    case "dns-api":
      return silence("black hole", options.dnsApi);
    case "refused":
      return { strike: () => refuse(options, each("endpoint")) };
    case "pods": {
      const deployments = await exposedDeployments(home, options.controlPlanes, place.clusters);
      return { strike: () => scaleAway(options, deployments) };
    }
    case "tls-expired":
      return {
        async strike() {
          journal.breakTargets(each("certificate"));
          await untilAddresses(home, addresses, ({ certificate }) => certificate === "expired");
          return Date.now();
        },
      };
    case "flapping":
      return {
        async strike() {
          const since = await refuse(options, each("endpoint"));
          void flap(options, each("endpoint"));
          return since;
        },
      };
    case "split": {
      const hole = await startSilentListener(home, { kind: "black hole", addresses: [blackHoleAddress(home)], port });
      await hole.takeOver();
      const targets = place.clusters.map((cluster) => `checkers/${cluster}/${blindCheckers}`);
      return {
        strike() {
          journal.breakTargets(targets);
          return Promise.resolve(Date.now());
        },
      };
    }
  }
}

async function refuse({ home, journal, addresses }: OutageOptions, targets: readonly string[]): Promise<number> {
  journal.breakTargets(targets);
  await untilAddresses(home, addresses, ({ up }) => !up);
  return Date.now();
}

async function flap({ journal, flapMs, signal }: OutageOptions, targets: readonly string[]): Promise<void> {
  for (let isAway = true; ; isAway = !isAway) {
    await sleep(flapMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    if (isAway) journal.mendTargets(targets);
    else journal.breakTargets(targets);
  }
}

async function scaleAway({ home, journal, addresses }: OutageOptions, deployments: readonly ScaledDeployment[]): Promise<number> {
  for (const deployment of deployments) await journal.scaleAway(deployment);
  await untilAddresses(home, addresses, ({ readyPods }) => readyPods === 0);
  return Date.now();
}

const settleMs = 20_000;

/** Resolves when the front doors say so of all these addresses. */
export async function untilAddresses(
  home: LabHome,
  addresses: readonly string[],
  holds: (status: AddressStatus) => boolean,
): Promise<void> {
  for (let waited = 0; waited < settleMs; waited += 20) {
    const statuses = readFrontDoorStatus(home)?.addresses ?? [];
    if (addresses.every((address) => statuses.some((status) => status.address === address && holds(status)))) return;
    await sleep(20);
  }
  throw new Error(`the front doors at ${addresses.join(", ")} did not become what the drill waits for within ${settleMs / 1_000} s`);
}
