import type { Draft, ReferenceTarget, Subject } from "../simulator/model";
import { text } from "../../../facts/properties/select";

export function projectOf({ inputs, account }: Pick<Draft, "inputs" | "account">): string {
  return text(inputs, "project") || account.owner;
}

export function regionOf({ inputs, account }: Pick<Draft, "inputs" | "account">): string {
  return text(inputs, "region") || account.region;
}

/** "projects/p/regions/r/subnetworks/name" */
export function regionalId(kind: string): (draft: Draft) => string {
  return (draft) => `projects/${projectOf(draft)}/regions/${regionOf(draft)}/${kind}/${text(draft.inputs, "name")}`;
}

export function globalId(kind: string): (draft: Draft) => string {
  return (draft) => `projects/${projectOf(draft)}/global/${kind}/${text(draft.inputs, "name")}`;
}

export const selfLink = ({ id }: Subject): string => linkOf(id);

/** A resource may be named by its id, its link or, in its own project, its name. */
export function byAnyName(type: string): readonly ReferenceTarget[] {
  return ["id", "selfLink", "name"].map((output) => ({ type, output }));
}

/** Id of what is named by an id, a link or a name; empty where there is none. */
export function idOf({ cloud }: Pick<Draft, "cloud">, type: string, name: string): string {
  return cloud.byType(type).find((resource) => [resource.id, linkOf(resource.id), text(resource.inputs, "name")].includes(name))?.id ?? "";
}

function linkOf(id: string): string {
  return `https://www.googleapis.com/compute/v1/${id}`;
}
