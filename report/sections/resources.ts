import type { RecordedResource } from "../../preview/record/recording";
import { byCodeUnit } from "../../plan/order";

export interface ReportedResource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; null directly below the stack. */
  readonly parent: string | null;
  readonly urn: string;
}

/** In the order of URNs. */
export function reportResources(stack: string, resources: readonly RecordedResource[]): ReportedResource[] {
  return resources
    .map(({ type, name, parent, urn }) => ({ stack, type, name, parent: parent ?? null, urn }))
    .sort((a, b) => byCodeUnit(a.urn, b.urn));
}
