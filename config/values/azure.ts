import { z } from "zod";

/** @param what for messages, such as "a subscription id" */
export function guid(what: string) {
  return z
    .guid({
      error: ({ input }) =>
        typeof input === "string" ? `"${input}" is not ${what}: 32 hexadecimal digits as 8-4-4-4-12; copy it from the portal` : undefined,
    })
    .refine((id) => id !== nobody, { error: `"${nobody}" stands for nobody, and is ${what} nowhere; copy it from the portal` });
}

/** https://www.rfc-editor.org/rfc/rfc9562#name-nil-uuid */
const nobody = "00000000-0000-0000-0000-000000000000";

export const AzureRegion = z.string().regex(/^[a-z]+\d?$/, {
  error: ({ input }) =>
    `"${String(input)}" is not an Azure region; write its programmatic name in lowercase without spaces, such as westus2`,
});
