import type { MeshPlan } from "../../../plan/model/engines";
import type { BehindFrontDoor } from "../../kubernetes/inCluster";
import { Engine, type Engines } from "../engine";
import { EastWestGateway } from "./eastWestGateway";

/** A mesh, with a way in for the other clusters where its plan has one. */
export class Mesh extends Engine {
  readonly gateway: EastWestGateway | undefined;

  constructor(name: string, plan: MeshPlan, inside: BehindFrontDoor, options: { readonly others?: Engines } = {}) {
    super(name, plan, inside, options);
    const { crossCluster, network, namespace } = plan;
    this.gateway =
      crossCluster === undefined
        ? undefined
        : new EastWestGateway(
            `${name}-east-west`,
            {
              crossCluster,
              network,
              namespace: inside.namespaces.named(namespace.name),
              partOf: inside.partOf,
              binding: inside.binding,
            },
            { parent: this, dependsOn: [...this.step("istiod")] },
          );
  }
}
