import assert from "node:assert/strict";

/** Of the chi-square distribution, what is exceeded once in a million times, by degrees of freedom. */
const criticalValues = [0, 23.93, 27.63, 30.66, 33.38];

/**
 * Fails where answers are shared otherwise than expected, beyond what chance does once in a million times.
 *
 * @param expected share by name, adding up to 1; of up to five names
 */
export function assertShared(tally: ReadonlyMap<string, number>, expected: Readonly<Record<string, number>>): void {
  const count = [...tally.values()].reduce((sum, times) => sum + times, 0);
  const names = Object.keys(expected);
  assert.deepEqual(
    [...tally.keys()].filter((name) => !names.includes(name)),
    [],
    "nobody else answers",
  );
  const statistic = names.reduce((sum, name) => {
    const wanted = count * (expected[name] ?? 0);
    return sum + ((tally.get(name) ?? 0) - wanted) ** 2 / wanted;
  }, 0);
  const limit = criticalValues[names.length - 1];
  assert.ok(limit !== undefined, `${names.length} names are more than the table has`);
  assert.ok(names.length === 1 || statistic < limit, `chi-square ${statistic}, at most ${limit}: ${JSON.stringify([...tally])}`);
}
