import type { EksPlan } from "../../../plan/model/eks";
import type { EnginePlan } from "../../../plan/model/engines/plan";
import type { InCluster } from "../../kubernetes/inCluster";
import { Engine } from "../engine";
import { InterruptionQueue } from "./interruptionQueue";

/** Karpenter, with the queue of what AWS announces about its machines, which is AWS's and not the cluster's. */
export class Karpenter extends Engine {
  constructor(name: string, engine: EnginePlan, plan: EksPlan, inside: InCluster) {
    super(name, engine, inside, {
      prepare: (parent) => {
        const queue = new InterruptionQueue(`${name}-interruptions`, { plan }, { parent });
        return { step: "interruptions", resources: queue.events, facts: { interruptionQueue: queue.queueName } };
      },
    });
  }
}
