import { z } from "zod";

export const Cloud = z.enum(["aws", "azure", "gcp"]);

/** A key that becomes part of logical and physical names. */
export const Key = z.string().regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, "use lowercase letters, digits and hyphens, a letter first");
