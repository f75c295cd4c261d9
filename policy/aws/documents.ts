import { listAt, valueAt } from "../checks";
import type { Check } from "../rule";

/** What policies say: JSON in an input. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */

/**
 * Judges a policy's statements, but for those that deny.
 *
 * @param input the property that holds it
 * @param found what such a statement allows that it should not, such as "every action"; undefined where it is fine
 */
export function allowsNothing(input: string, found: (statement: unknown) => string | undefined): Check {
  return ({ inputs }) => {
    const policy = inputs[input];
    if (typeof policy !== "string" || !policy.startsWith("{")) return `${input} is not known before the resource is there`;
    const wrong = listAt(JSON.parse(policy), "Statement")
      .filter((statement) => valueAt(statement, "Effect") === "Allow")
      .map(found)
      .find((each) => each !== undefined);
    return wrong === undefined ? undefined : `${input} allows ${wrong}`;
  };
}

/** Whom it names without saying what kind they are, and as IAM's own principals. */
export function principalsOf(statement: unknown): readonly unknown[] {
  return [valueAt(statement, "Principal"), valueAt(statement, "Principal.AWS")].flat();
}

export function actionsOf(statement: unknown): readonly string[] {
  return textsAt(statement, "Action");
}

export function resourcesOf(statement: unknown): readonly string[] {
  return textsAt(statement, "Resource");
}

/** One text or a list of them: a policy may say either. */
function textsAt(statement: unknown, key: string): readonly string[] {
  return [valueAt(statement, key)].flat().filter((value) => typeof value === "string");
}
