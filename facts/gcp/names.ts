import type { NameRule } from "../resource";

/** @see https://docs.cloud.google.com/compute/docs/naming-resources */
export const computeName: NameRule = { property: "name", max: 63, pattern: /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, auto: "random" };
