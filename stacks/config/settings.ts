import { z } from "zod";
import { Key } from "./names";

/** Fleet-wide settings. */
export const Settings = z.strictObject({
  name: Key.max(12).describe("The fleet's short name; prefix of physical names."),
  environment: Key.max(12),
  tags: z.record(z.string(), z.string()).default({}),
  protect: z.boolean().default(true).describe("Refuses to delete clusters, addresses and zones until it is false and applied, or they are unprotected in the state."),
  network: z
    .strictObject({
      supernet: z.cidrv4().default("10.0.0.0/8").describe("Every cluster's block is cut from it, by its slot."),
      blockPrefix: z.int().min(16).max(22).default(18).describe("Prefix length of one cluster's block."),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;
