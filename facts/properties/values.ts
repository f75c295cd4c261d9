/** Plain JSON values; an unknown value (in previews) is UNKNOWN. Secrets arrive as plain values: the engine keeps their marks. */
export type PropertyValue = null | boolean | number | string | readonly PropertyValue[] | { readonly [key: string]: PropertyValue };
export type Properties = { readonly [key: string]: PropertyValue };

/** The engine's sentinel for a value that is not known before an update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
