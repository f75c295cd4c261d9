import type { Properties, PropertyValue } from "../properties/values";
import { isObject } from "../properties/path";
import { text } from "../properties/select";
import type { Problem } from "../resource";

/** The provider takes a document as an object too, and sends its text. */
export function documentText(inputs: Properties, property: string): Properties {
  const document = inputs[property];
  return isObject(document) ? { [property]: JSON.stringify(document) } : {};
}

/** The limit counts no white space. */
export function documentLimit(inputs: Properties, max: number): readonly Problem[] {
  const document = text(inputs, "policy");
  if (document === "") return [];
  if (!isJson(document)) return [{ property: "policy", reason: "contains an invalid JSON policy" }];
  const length = document.replaceAll(/\s/g, "").length;
  return length <= max ? [] : [{ property: "policy", reason: `has ${length} characters, at most ${max} are allowed` }];
}

export function isJson(document: string): boolean {
  try {
    JSON.parse(document);
    return true;
  } catch {
    return false;
  }
}

/** Documents are compared by what they say. */
export function canonicalDocument(inputs: Properties, property: string): Properties {
  const document = text(inputs, property);
  return document !== "" && isJson(document) ? { ...inputs, [property]: JSON.parse(document) as PropertyValue } : inputs;
}
