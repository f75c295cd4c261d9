import { z } from "zod";
import { Overrides } from "./overrides";

export const ApiAccess = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("private") }),
  z.strictObject({ mode: z.literal("restricted"), cidrs: z.array(z.cidrv4()).min(1) }),
]);

const common = {
  apiAccess: ApiAccess,
  spot: z
    .strictObject({
      percent: z.int().min(0).max(100),
      policy: z.enum(["availability", "strictMax"]).default("availability"),
    })
    .default({ percent: 0, policy: "availability" }),
  overrides: Overrides.default({}),
};

const Arn = z.string().regex(/^arn:aws:iam::\d{12}:(role|user)\/.+$/);
const Uuid = z.guid();

export const Aws = z.strictObject({ account: z.string().regex(/^\d{12}$/), deployer: Arn, admins: z.array(Arn).default([]), ...common });
export const Azure = z.strictObject({ subscription: Uuid, tenant: Uuid, deployer: Uuid, admins: z.array(Uuid).default([]), ...common });
export const Gcp = z.strictObject({
  project: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/),
  admins: z.array(z.string().regex(/^(user|group|serviceAccount):.+@.+$/)).default([]),
  ...common,
});

export const Clouds = z.strictObject({ aws: Aws, azure: Azure, gcp: Gcp }).partial();
export type Clouds = z.infer<typeof Clouds>;
