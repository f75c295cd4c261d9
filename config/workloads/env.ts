import { z } from "zod";
import { type Rule, withRules } from "../file/rules";
import { secretNameRule } from "./secretNames";

const EnvName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: ({ input }) => `"${String(input)}" is not a variable's name; use letters, digits and "_", no digit first`,
});

/** Bytes of NAME=value with the NUL after it, the longest that Linux gives a process: https://man7.org/linux/man-pages/man2/execve.2.html */
const longestVariable = 131_072;

/**
 * Bytes of a workload's variables that its objects have room for. etcd takes 1.5 MiB in one request; the rest is for everything else of a pod.
 *
 * @see https://etcd.io/docs/latest/dev-guide/limit/#request-size-limit
 */
const mostBytes = 1_048_576;

/** What one variable takes beside its own text: the object says of each who owns it, by name. https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
const bytesOfEach = 64;

/** A process's variables end at a NUL, and Kubernetes speaks UTF-8; values are never shown, since one may be a secret. */
const valuesCanBeSet: Rule<Readonly<Record<string, string>>> = (env, { sound, report }) => {
  const variables = Object.entries(env).filter(([name]) => sound(name));
  for (const [name, value] of variables) {
    const bytes = Buffer.byteLength(`${name}=${value}`) + 1;
    if (value.includes("\0")) report([name], "has a NUL character in it, and a variable's value ends there; take it out");
    else if (/\p{Cs}/u.test(value)) report([name], "has half of a character in it (a surrogate alone), which is no UTF-8; take it out");
    else if (bytes > longestVariable)
      report(
        [name],
        `takes ${bytes} bytes with its name, at most ${longestVariable} fit a variable, and the container would not start; shorten it, or bring it in as a file`,
      );
  }
  const all = variables.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) * 2 + Buffer.byteLength(value) + bytesOfEach, 0);
  if (all > mostBytes)
    report(
      [],
      `takes ${all} bytes with what Kubernetes keeps of each variable, at most ${mostBytes} fit beside the rest of an object; write fewer or shorter variables, or bring files in`,
    );
};

export const Env = withRules(z.record(EnvName, z.string()), valuesCanBeSet);
export const envText = `Environment variables. No secrets: they would be readable in the stack file and in the cluster. ${secretNameRule} In an override they are added, name by name.`;
