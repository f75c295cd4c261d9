import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { UNKNOWN, type Properties, type PropertyValue } from "../../facts/properties/values";
import { parsePath, valueAt } from "../../facts/properties/path";

/**
 * The engine has one sentinel per type of an unknown value; the backends know one.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const unknowns: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  UNKNOWN,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * How the engine marks a secret: `{ <signatureKey>: <secretSignature>, value }`. A provider's own configuration keeps its marks on the wire.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties.go
 */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Plain values: marks of secrets are taken off. */
export function fromStruct(struct: Struct | undefined): Properties {
  const properties: Record<string, PropertyValue> = {};
  struct?.getFieldsMap().forEach((value, key) => {
    properties[key] = fromValue(value);
  });
  return properties;
}

function fromValue(value: Value): PropertyValue {
  switch (value.getKindCase()) {
    case Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case Value.KindCase.STRING_VALUE:
      return unknowns.has(value.getStringValue()) ? UNKNOWN : value.getStringValue();
    case Value.KindCase.LIST_VALUE:
      return (value.getListValue()?.getValuesList() ?? []).map(fromValue);
    case Value.KindCase.STRUCT_VALUE:
      return withoutMark(fromStruct(value.getStructValue()));
    case Value.KindCase.NULL_VALUE:
    case Value.KindCase.KIND_NOT_SET:
      return null;
  }
}

function withoutMark(object: Properties): PropertyValue {
  return object[signatureKey] === secretSignature ? (object["value"] ?? null) : object;
}

export function toStruct(properties: Properties): Struct {
  const struct = new Struct();
  for (const [key, value] of Object.entries(properties)) struct.getFieldsMap().set(key, toValue(value));
  return struct;
}

function toValue(source: PropertyValue): Value {
  const value = new Value();
  if (source === null) value.setNullValue(NullValue.NULL_VALUE);
  else if (typeof source === "boolean") value.setBoolValue(source);
  else if (typeof source === "number") value.setNumberValue(source);
  else if (typeof source === "string") value.setStringValue(source);
  else if (isList(source)) value.setListValue(new ListValue().setValuesList(source.map(toValue)));
  else value.setStructValue(toStruct(source));
  return value;
}

function isList(value: readonly PropertyValue[] | Properties): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** Whether a property was added, removed or changed, from the inputs before and after. */
export function propertyDiff(path: string, oldInputs: Properties, news: Properties, replaces: boolean): PropertyDiff {
  const before = valueAt(oldInputs, parsePath(path));
  const after = valueAt(news, parsePath(path));
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  const diff = new PropertyDiff().setInputdiff(true);
  if (before === undefined && after !== undefined) return diff.setKind(replaces ? ADD_REPLACE : ADD);
  if (before !== undefined && after === undefined) return diff.setKind(replaces ? DELETE_REPLACE : DELETE);
  return diff.setKind(replaces ? UPDATE_REPLACE : UPDATE);
}
