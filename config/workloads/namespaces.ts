import { ownerOfNamespace } from "../../facts/kubernetes/reservedNamespaces";
import type { Rule } from "../file/rules";

/** Those of the engines that are on are the plan's to keep free: it knows which there are. */
export const namespacesAreFree: Rule<Readonly<Record<string, { readonly namespace?: string | undefined }>>> = (
  workloads,
  { sound, report },
) => {
  for (const [name, workload] of Object.entries(workloads).filter(([name]) => sound(name, "namespace"))) {
    const { namespace = name } = workload;
    const owner = ownerOfNamespace(namespace);
    const remedy =
      workload.namespace === undefined ? "write another one as namespace" : "choose another, or leave it out to use the workload's key";
    if (owner !== undefined) report([name, "namespace"], `"${namespace}" is ${owner} own namespace; ${remedy}`);
  }
};
