import type { PropertyValue } from "../../../facts/properties/values";
import { isList, isObject } from "../../../facts/properties/path";

/** A statement that allows something, with all that may be one or many as a list. */
export interface AllowStatement {
  readonly actions: readonly string[];
  /** Principals by their kind. */
  readonly aws: readonly string[];
  readonly services: readonly string[];
  /** Values by operator and key, such as "ArnEquals kms:EncryptionContext:aws:logs:arn". */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
}

/**
 * What a policy allows; what it denies is not looked at.
 *
 * @param policy JSON
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function statementsOf(policy: string): readonly AllowStatement[] {
  const document = JSON.parse(policy) as PropertyValue;
  const statements = isObject(document) ? document["Statement"] : undefined;
  return (isList(statements) ? statements : [statements]).flatMap((statement) => {
    if (!isObject(statement) || statement["Effect"] !== "Allow") return [];
    const principal = statement["Principal"];
    return [
      {
        actions: many(statement["Action"]),
        aws: isObject(principal) ? many(principal["AWS"]) : many(principal),
        services: isObject(principal) ? many(principal["Service"]) : [],
        conditions: conditionsOf(statement["Condition"]),
      },
    ];
  });
}

export function allows({ actions }: AllowStatement, action: string): boolean {
  return actions.some((pattern) => matches(pattern, action));
}

/** Compares with the wildcards of policies. */
export function matches(pattern: string, value: string): boolean {
  return new RegExp(`^${pattern.split("*").map(escape).join(".*")}$`, "i").test(value);
}

function escape(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
}

function conditionsOf(condition: PropertyValue | undefined): ReadonlyMap<string, readonly string[]> {
  const operators = isObject(condition) ? Object.entries(condition) : [];
  return new Map(
    operators.flatMap(([operator, keys]) =>
      isObject(keys) ? Object.entries(keys).map(([key, values]) => [`${operator} ${key}`, many(values)] as const) : [],
    ),
  );
}

function many(value: PropertyValue | undefined): readonly string[] {
  return (isList(value) ? value : [value]).filter((item) => typeof item === "string");
}
