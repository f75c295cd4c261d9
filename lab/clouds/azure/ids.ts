import type { Account } from "../../../facts/resource";
import type { Draft } from "../simulator/model";
import { text } from "../../../facts/properties/select";

export function groupId({ owner }: Pick<Account, "owner">, name: string): string {
  return `/subscriptions/${owner}/resourceGroups/${name}`;
}

/** "/subscriptions/.../resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<name>"; empty parts make an empty id. */
export function resourceId(
  { inputs, account }: Pick<Draft, "inputs" | "account">,
  namespace: string,
  kinds: Readonly<Record<string, string>>,
): string {
  const segments = Object.entries(kinds).map(([kind, property]) => `${kind}/${text(inputs, property)}`);
  return `${groupId(account, text(inputs, "resourceGroupName"))}/providers/${namespace}/${segments.join("/")}`;
}

/** ARM compares ids without case. */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether an id is the scope or lies below it. */
export function isBelow(id: string, scope: string): boolean {
  return isSameId(id, scope) || id.toLowerCase().startsWith(`${scope.toLowerCase()}/`);
}
