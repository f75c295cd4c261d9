import type { NodeGroup } from "../../kubernetes/controlPlane/controlPlane";
import type { Properties } from "../../../facts/properties/values";
import { text } from "../../../facts/properties/select";

type Taint = NodeGroup["taints"][number];

const effects: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** A taint in EKS's and GKE's spelling as Kubernetes writes it. */
export function taintOf(taint: Properties): Taint {
  return { key: text(taint, "key"), value: text(taint, "value"), effect: effects[text(taint, "effect")] ?? text(taint, "effect") };
}

/** "key=value:NoSchedule", which is how AKS writes a taint. */
export function parseTaint(taint: string): Taint {
  const [, key = "", value = "", effect = ""] = /^([^=:]+)=?([^:]*):(\w+)$/.exec(taint) ?? [];
  return { key, value, effect };
}
