import { loadStack } from "../../config/file/load";
import { planStack } from "../../plan";
import { readFrontDoor } from "../doors/registry";
import type { LabHome } from "../home";
import type { ControlPlanes } from "../kubernetes/controlPlane/controlPlane";
import type { LabStacks } from "../stacks";
import type { Say } from "./operate";

/** The host that a fleet's DNS answers for; undefined for a fleet without traffic. */
export function servedHost(projectRoot: string, stacks: LabStacks): string | undefined {
  return planStack(loadStack(projectRoot, stacks.traffic ?? stacks.fleet)).traffic?.host;
}

/** Ends an `up`: where the fleet answers, and what to try next. */
export function printWhatToTry(home: LabHome, stacks: LabStacks, controlPlanes: ControlPlanes, host: string | undefined, say: Say): void {
  const door = readFrontDoor(home);
  const planes = [...controlPlanes.list()].sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  const cluster = planes[0]?.cluster;
  // An existing cluster has no front door that DNS would answer with.
  const served = planes.find(({ context }) => context === undefined)?.cluster;
  const stack = stacks.fleet;
  say("");
  say("Try:");
  say(`  npm run lab -- status ${stack}`);
  if (cluster !== undefined) say(`  kubectl --kubeconfig ${home.kubeconfigs}/${cluster}.yaml get pods --all-namespaces`);
  if (door !== undefined && host !== undefined) {
    const { address, port } = door.dns;
    say(`  dig +norecurse +short @${address} -p ${port} ${host}            (without dig: npm run --silent lab -- dig ${stack})`);
    say(`  curl --resolve ${host}:${door.http.port}:$(npm run --silent lab -- dig ${stack}) http://${host}:${door.http.port}/`);
  }
  if (stacks.traffic !== undefined) say(`  edit the weights in Pulumi.${stacks.traffic}.yaml, then: npm run lab -- up ${stacks.traffic}`);
  if (served !== undefined)
    say(
      `  npm run lab -- break ${stack} endpoint/${served}; ask DNS again when the health checks have noticed; npm run lab -- mend ${stack}`,
    );
  say(`  npm run lab -- destroy ${stack} --unprotect; npm run lab -- down ${stack}`);
}
