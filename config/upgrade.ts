import { z } from "zod";
import { Version } from "./clusters/fields";
import { Key } from "./values/names";

/** An upgrade while it is under way: removed again once `clusters.<name>.kubernetes` says what was reached. */
export const Upgrade = z.strictObject({
  to: Version.describe('Minor version in quotes, such as "1.36": one above what every cluster of the waves has.'),
  waves: z
    .array(z.array(Key).min(1, { error: "names no cluster; name one, or remove the wave" }))
    .min(1, { error: "has no wave; list the clusters to upgrade, such as [[first], [second, third]]" })
    .describe(
      "Clusters by name, wave after wave: nothing of a wave is changed before all of the earlier ones runs. Clusters in no wave stay as they are.",
    ),
});
export type Upgrade = z.infer<typeof Upgrade>;
