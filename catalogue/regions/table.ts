/** Where a cloud is. */
export interface RegionTable {
  readonly cloud: "AWS" | "Azure" | "Google Cloud";
  /** The vendor's list, where newer ones are. */
  readonly page: string;
  /** The day on which the table was last compared with a copy of the vendor's page, which may be older. */
  readonly checked: string;
  /** Zones by region; a region without zones is one that exists and has none. */
  readonly zones: Readonly<Record<string, readonly string[]>>;
}
