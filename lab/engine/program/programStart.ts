/** What the process answers when it was told to start. */
export const started = "started";

/** What the engine says of an evaluation when it asks for one. */
export interface ProgramStart {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  readonly parallel: number;
  readonly dryRun: boolean;
  readonly monitorAddress: string;
  readonly engineAddress: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Of Pulumi's Node runner. */
  readonly arguments: readonly string[];
}
