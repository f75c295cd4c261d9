export interface TagLimit {
  /** What carries the tags, for messages. */
  readonly of: string;
  readonly max: number;
  readonly source: string;
}

/** How many tags or labels a resource takes, of what a fleet makes: all of a vendor's, and those of its types that take fewer. Checked 2026-11-29. */
export const tagLimits = {
  aws: { of: "an AWS resource", max: 50, source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html" },
  azure: {
    of: "an Azure resource",
    max: 50,
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations",
  },
  google: { of: "a Google Cloud resource", max: 64, source: "https://cloud.google.com/compute/docs/labeling-resources#requirements" },
  azureDnsZone: {
    of: "an Azure DNS zone",
    max: 15,
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations",
  },
  // AKS hands the cluster's tags on to the private DNS zone that it makes, which takes 15 and gets one of AKS's own.
  privateAks: { of: "an AKS cluster with a private API server", max: 14, source: "https://github.com/Azure/AKS/issues/3038" },
} satisfies Record<string, TagLimit>;

/**
 * What no tag's key may begin with in one of the clouds, in any case.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 * @see https://learn.microsoft.com/rest/api/resources/tags/create-or-update
 * @see https://cloud.google.com/compute/docs/labeling-resources#requirements
 */
export const reservedTagPrefixes = ["aws:", "microsoft", "azure", "windows", "goog"] as const;
