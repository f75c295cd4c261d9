import type { QuotaUse } from "../../plan/model/accounts";

export interface ReportedQuota extends Omit<QuotaUse, "region" | "limit"> {
  /** Null where neither the stack file nor the vendor says. */
  readonly limit: number | null;
  /** Whole percent of the limit, rounded up. */
  readonly percent: number | null;
}

export function reportQuota({ cloud, quota, place, unit, demand, parts, limit: known }: QuotaUse): ReportedQuota {
  const limit = known ?? null;
  const percent = limit === null ? null : limit === 0 ? 100 : Math.ceil((100 * demand) / limit);
  return { cloud, quota, place, unit, demand, limit, percent, parts };
}
