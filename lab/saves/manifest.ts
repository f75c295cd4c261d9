/** What a save says of itself: what must still be so for its contents to run again. */
export interface SaveManifest {
  readonly format: number;
  /** The lab's own folder: state, journals and the store name files in it. */
  readonly root: string;
  /** See LabHome: state, journals and the store name addresses that begin with it. */
  readonly loopbackPrefix: string;
  /** "1.36" by name, of the programs that wrote what is saved. */
  readonly tools: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly savedAt: string;
}

/** Of the lab that a save is to go back into. */
export type Present = Omit<SaveManifest, "savedAt">;

/** Why a save cannot run there, a sentence each; none where it can. Nothing in a save is ever rewritten. */
export function obstacles(save: SaveManifest, present: Present): readonly string[] {
  return [
    ...(save.format === present.format ? [] : [`its format is ${save.format}, and this program's is ${present.format}`]),
    ...(save.root === present.root ? [] : [`it is of the lab in ${save.root}, and goes back into no other`]),
    ...(save.loopbackPrefix === present.loopbackPrefix
      ? []
      : [`its addresses begin with ${save.loopbackPrefix}, and this lab has those that begin with ${present.loopbackPrefix} now`]),
    ...Object.entries(save.tools).flatMap(([tool, minor]) => {
      const found = present.tools[tool];
      return found === minor ? [] : [`${tool} ${minor} has written it, and here is ${found === undefined ? "none" : `${tool} ${found}`}`];
    }),
  ];
}

/** Letters, digits, dots, dashes and underscores, since it names a folder; at most 60. */
export function isSaveName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,59}$/.test(name);
}
