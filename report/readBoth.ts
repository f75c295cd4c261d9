import { ConfigError, type Problem } from "../config/file/problems";

/** @throws ConfigError with what is wrong with either */
export function readBoth<A, B>(readFirst: () => A, readSecond: () => B): readonly [A, B] {
  const found: Problem[] = [];
  const orProblems = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      found.push(...error.problems);
      return undefined;
    }
  };
  const [first, second] = [orProblems(readFirst), orProblems(readSecond)];
  if (first === undefined || second === undefined) throw new ConfigError(found);
  return [first, second];
}
