import type { RecordedResource } from "../../preview/record/recording";

/** From its parent up. */
export function ancestors({ parent }: RecordedResource, resources: readonly RecordedResource[]): readonly RecordedResource[] {
  const above = resources.find(({ urn }) => urn === parent);
  return above === undefined ? [] : [above, ...ancestors(above, resources)];
}
