/**
 * What a change of one resource type's inputs means. Paths are the SDK's, "[*]" stands for any item of a list, and a path covers all below it.
 * What no rule names changes in place.
 */
export interface ChangeFacts {
  /** What says so: the provider's source code, or a page of the vendor's on changes. */
  readonly source: string;
  /** Changes that the provider carries out by making another resource. */
  readonly replaces: readonly ChangeRule[];
  /**
   * Changes that the provider plans as an update and the cloud then refuses. `replaceOnChanges` on the resource turns one into a replacement;
   * the plan refuses the others.
   *
   * @default none
   */
  readonly refuses?: readonly ChangeRule[];
  readonly deletesFirst: DeletesFirst;
}

/** A path of which every change counts, or those that are like this. */
export type ChangeRule = string | { readonly path: string; readonly when: ChangeKind };

export type ChangeKind =
  /** The whole comes or goes; what changes inside it does not count. */
  | "addedOrRemoved"
  /** The whole goes. */
  | "removed"
  /** An address range that does not hold all of the old one. */
  | "notGrown"
  | { readonly from: string | boolean }
  /** The old value or the new one is none of these. */
  | { readonly notBothOf: readonly string[] };

/**
 * Which goes first in a replacement, unless the resource says `deleteBeforeReplace`: two cannot have one name at a time.
 * `ifKept`: the old one, if the property with its name is given and stays the same; `ifGiven`: if it is given at all.
 */
export type DeletesFirst = "always" | "never" | { readonly ifKept: string } | { readonly ifGiven: string };
