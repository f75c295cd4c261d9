import type * as pulumi from "@pulumi/pulumi";
import { type CreateIdentity, type Identity, IdentityComponent } from "../../components/identity";
import type { IdentityPlan } from "../../plan/model/identity";

type InCloud<Cloud extends IdentityPlan["cloud"]> = Extract<IdentityPlan, { cloud: Cloud }>;

/**
 * Makes identities in one cluster's cloud: below what they belong to, or as components of their own below the cluster.
 *
 * @param id what the names of the cluster's resources begin with
 * @param create makes one below a parent
 */
export function identitiesIn<Cloud extends IdentityPlan["cloud"]>(
  cloud: Cloud,
  id: string,
  inCloud: { readonly parent?: pulumi.Resource; readonly provider: pulumi.ProviderResource },
  create: (name: string, plan: InCloud<Cloud>, opts: pulumi.CustomResourceOptions) => Identity,
): CreateIdentity {
  return (name, plan, parent) => {
    if (!isIn(cloud, plan)) throw new Error(`${name} is somebody to ${plan.cloud}, and ${id} is in ${cloud}`);
    if (plan.component === undefined) return create(name, plan, { parent, provider: inCloud.provider });
    const own = `${id}-${plan.component.name}`;
    return create(own, plan, { parent: new IdentityComponent(plan.component.type, own, inCloud) });
  };
}

function isIn<Cloud extends IdentityPlan["cloud"]>(cloud: Cloud, plan: IdentityPlan): plan is InCloud<Cloud> {
  return plan.cloud === cloud;
}
