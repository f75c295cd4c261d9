import type { LockedChart } from "../../config/charts/lock";
import { isRegistry } from "../../config/charts/source";
import type { Patience } from "./download";
import { archiveOf } from "./registry";
import { archiveIn, type Index, readIndex, withoutSlash } from "./repository";

export type ArchiveOf = (chart: LockedChart) => Promise<Buffer>;

/** @param mirror is asked in place of every chart's own source: it has them all by their names. @default none */
export function openSources(mirror: string | undefined, bounds: Patience): ArchiveOf {
  // Several charts are of one repository, whose index may be large.
  const indexes = new Map<string, Promise<Index>>();
  const indexOf = (repository: string): Promise<Index> => {
    const index = indexes.get(repository) ?? readIndex(repository, bounds);
    indexes.set(repository, index);
    return index;
  };
  return async (wanted) => {
    const source = mirror ?? wanted.source;
    if (!isRegistry(source)) return archiveIn(source, await indexOf(source), wanted, bounds);
    return archiveOf(mirror === undefined ? source : `${withoutSlash(source)}/${wanted.chart}`, wanted.version, bounds);
  };
}
