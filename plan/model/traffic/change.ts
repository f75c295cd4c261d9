/** What the guards on change go by: the words of the section, and what they have to know of the rest of it. */
export interface ChangePlan {
  /** Points of percent by which one update may move the share of any cloud, region or cluster. */
  readonly maxStepPercent: number;
  /** Lets an update move more than that. */
  readonly allowStep?: Permission | undefined;
  /** Lets an update make live records or health checks anew, or take away a name that answers. */
  readonly allowReplacement?: Permission | undefined;
  readonly forLife: ForLife;
  /** Clusters of the fleet that the section takes out of the answers by a word: they, their region or their cloud are disabled. */
  readonly disabled: readonly string[];
  /** Clouds whose regions have weights of their own. */
  readonly weightedRegions: readonly string[];
}

/** For a while. */
export interface Permission {
  readonly reason: string;
  /** Date, YYYY-MM-DD. */
  readonly until: string;
}

/** What the DNS provider does not change in place: by path below `traffic` in the stack file, the value as text. */
export interface ForLife {
  readonly records: Readonly<Record<string, string>>;
  readonly checks: Readonly<Record<string, string>>;
}
