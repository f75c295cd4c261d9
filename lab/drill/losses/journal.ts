import { rmSync } from "node:fs";
import { join } from "node:path";
import { readFaults, writeFaults } from "../../faults";
import { readJson, writeAtomically, type LabHome } from "../../home";
import type { ControlPlanes } from "../../kubernetes/controlPlane/controlPlane";
import { askCluster } from "./exposed";
import { removeMetrics } from "./metricsApi";
import { endSilentListener } from "./silentListener";

/** What a drill has taken away and not given back: written before each step, so that whatever ends the drill, it can be undone. */
interface Taken {
  /** Targets of the lab's faults. */
  readonly faults: readonly string[];
  readonly scaled: readonly ScaledDeployment[];
  /** Control planes with metrics of the drill's. */
  readonly measured: readonly string[];
}

export interface ScaledDeployment {
  readonly controlPlane: string;
  readonly namespace: string;
  readonly name: string;
  /** What it had. */
  readonly replicas: number;
}

const nothing: Taken = { faults: [], scaled: [], measured: [] };

export interface Journal {
  breakTargets(targets: readonly string[]): void;
  mendTargets(targets: readonly string[]): void;
  /** Before anything is taken: whatever ends the drill from now on, there is something to undo. */
  begin(): void;
  /** These are about to be scaled by their autoscalers, which are about to get metrics. */
  willScale(deployments: readonly ScaledDeployment[]): void;
  /** Scales to no pods. */
  scaleAway(deployment: ScaledDeployment): Promise<void>;
  /** Undoes what is written here, by whichever drill; true where there was anything. */
  giveBack(): Promise<boolean>;
}

export function openJournal(home: LabHome, controlPlanes: Pick<ControlPlanes, "find">): Journal {
  const path = join(home.root, "drill.json");
  const read = (): Taken => readJson<Taken>(path) ?? nothing;
  const write = (taken: Taken): void => writeAtomically(path, JSON.stringify(taken));
  const setBroken = (change: (broken: readonly string[]) => readonly string[]): void => {
    const faults = readFaults(home);
    writeFaults(home, { ...faults, broken: [...new Set(change(faults.broken))].sort() });
  };
  const scale = async ({ controlPlane, namespace, name }: ScaledDeployment, replicas: number): Promise<void> => {
    const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace, name };
    await askCluster(controlPlanes, controlPlane, (client) => client.mergePatch(ref, { spec: { replicas } }));
  };

  return {
    begin: () => write(nothing),
    willScale(deployments) {
      const taken = read();
      const measured = deployments.map(({ controlPlane }) => controlPlane);
      write({ ...taken, scaled: [...taken.scaled, ...deployments], measured: [...taken.measured, ...measured] });
    },
    breakTargets(targets) {
      const taken = read();
      write({ ...taken, faults: [...new Set([...taken.faults, ...targets])] });
      setBroken((broken) => [...broken, ...targets]);
    },
    mendTargets: (targets) => setBroken((broken) => broken.filter((target) => !targets.includes(target))),
    async scaleAway(deployment) {
      const taken = read();
      write({ ...taken, scaled: [...taken.scaled, deployment] });
      await scale(deployment, 0);
    },
    async giveBack() {
      const taken = readJson<Taken>(path);
      await endSilentListener(home);
      if (taken === undefined) return false;
      setBroken((broken) => broken.filter((target) => !taken.faults.includes(target)));
      await Promise.all(taken.measured.map((controlPlane) => askCluster(controlPlanes, controlPlane, removeMetrics)));
      await Promise.all(taken.scaled.map((deployment) => scale(deployment, deployment.replicas)));
      rmSync(path, { force: true });
      return true;
    },
  };
}
