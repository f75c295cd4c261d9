/**
 * The contents of one simulated cloud, on disk as a journal of JSON lines (`clouds/<provider>.jsonl`): the last line of an id holds.
 * A resource and the URN it was made for are written in one append, so that a crash never separates them.
 */
export interface CloudResource {
  readonly type: string;
  readonly id: string;
  /** The URN of the Pulumi resource that made it. */
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the cloud knows and the provider does not show, such as a pool's control plane. */
  readonly hidden: Readonly<Record<string, unknown>>;
}

export type JournalLine = { readonly put: CloudResource } | { readonly delete: { readonly type: string; readonly id: string } };
