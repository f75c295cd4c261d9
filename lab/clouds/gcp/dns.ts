import { digitsOf } from "../shared/ids";
import type { ResourceModel, Subject } from "../simulator/model";
import type { CloudResource } from "../simulator/store";
import { named } from "../shared/users";
import { flag, text } from "../../../facts/properties/select";
import { projectOf } from "./names";
import { recordSet, recordSetType } from "./recordSet";

export const managedZoneType = "gcp:dns/managedZone:ManagedZone";

const managedZone: ResourceModel = {
  type: managedZoneType,
  seconds: { create: 3, update: 3, delete: 3 },
  id: (draft) => `projects/${projectOf(draft)}/managedZones/${text(draft.inputs, "name")}`,
  outputs: {
    project: projectOf,
    managedZoneId: ({ id }) => digitsOf(id, 19),
    nameServers: ({ id }) => nameServers(id),
  },
  deleteBlockedBy: (subject) => {
    const sets = recordSetsOf(subject);
    if (sets.length === 0 || flag(subject.inputs, "forceDestroy") === true) return [];
    return [
      `googleapi: Error 400: The resource named '${text(subject.inputs, "name")}' cannot be deleted because it contains one or more 'resource records' (${named(sets)})., containerNotEmpty`,
    ];
  },
  cascade: recordSetsOf,
};

function recordSetsOf({ cloud, inputs }: Pick<Subject, "cloud" | "inputs">): readonly CloudResource[] {
  return cloud.byType(recordSetType).filter((set) => text(set.inputs, "managedZone") === text(inputs, "name"));
}

/** Four of Google's, the same for a zone at any time. */
function nameServers(id: string): readonly string[] {
  const set = "abcde"[Number(digitsOf(id, 1)) % 5] ?? "a";
  return [1, 2, 3, 4].map((number) => `ns-cloud-${set}${number}.googledomains.com.`);
}

export const dns: readonly ResourceModel[] = [managedZone, recordSet];
