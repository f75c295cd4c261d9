import Table from "cli-table3";

/** One measured figure against its goal. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Largest value that is good. */
  readonly goal: number;
  /** What the same takes of a machine where nothing of ours runs, in the figure's unit; undefined where the figure is a ratio. */
  readonly floor?: number;
  readonly holds: boolean;
}

/** @param floor see {@link Figure} */
export function figure(name: string, value: number, unit: string, goal: number, floor?: number): Figure {
  return {
    name,
    value: rounded(value),
    unit,
    goal: rounded(goal),
    ...(floor === undefined ? {} : { floor: rounded(floor) }),
    holds: value <= goal,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function tableOf(figures: readonly Figure[]): string {
  const table = new Table({ head: ["figure", "value", "floor", "goal", "holds"], style: { head: [], border: [], compact: true } });
  for (const { name, value, unit, floor, goal, holds } of figures)
    table.push([name, `${value} ${unit}`, floor === undefined ? "" : `${floor} ${unit}`, `<= ${goal} ${unit}`, holds ? "yes" : "no"]);
  return table.toString();
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
