import { readdirSync, readFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between the machine's boot and the process's start. */
  readonly startTicks: number;
}

/** Undefined where no such process runs; a zombie runs no more once its last thread has ended. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function identify(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The second field is the command in parentheses and may itself contain blanks and parentheses.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const threads = Number(fields[16]);
  const startTicks = Number(fields[18]);
  // While other threads of a killed process are still ending, its ports are still taken.
  const ended = state === "X" || (state === "Z" && threads <= 1);
  return ended || !Number.isFinite(startTicks) ? undefined : { pid, startTicks };
}

export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTicks === process.startTicks;
}

/** Processes of this user whose environment says so: found also where no record of their start was written. */
export function findByEnvironment(key: string, matches: (value: string) => boolean): ProcessIdentity[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const identity = identify(Number(entry));
      const variable = environmentOf(entry).find((line) => line.startsWith(`${key}=`));
      return identity !== undefined && variable !== undefined && matches(variable.slice(key.length + 1)) ? [identity] : [];
    });
}

/** Empty where the process has ended or belongs to another user. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
