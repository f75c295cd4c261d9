import { isDeepStrictEqual } from "node:util";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { Checked, Diff } from "./backend";
import { UNKNOWN, type Properties } from "../../facts/properties/values";
import { formatPath, parsePath, valueAt } from "../../facts/properties/path";
import { propertyDiff, toStruct } from "./wire";

/** What a request is about, from its URN: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export function resourceOf(urn: string): { readonly urn: string; readonly type: string; readonly name: string } {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return { urn, type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1), name: name.join("::") };
}

/** What a call is counted under: a function's token or a resource's type, nothing for the provider itself. */
export function typeOf(request: unknown): string {
  if (request instanceof rpc.InvokeRequest) return request.getTok();
  const { type } = resourceOf(urnOf(request));
  return type.startsWith("pulumi:providers:") ? "" : type;
}

/** What a call is counted as: the creates and updates of a preview reach no cloud. */
export function methodOf(method: string, request: unknown): string {
  const changes = request instanceof rpc.CreateRequest || request instanceof rpc.UpdateRequest;
  return changes && request.getPreview() ? "preview" : method;
}

/** The resource's `customTimeouts`; the engine sends 0 where the program sets none. */
export function timeoutOf(request: rpc.CreateRequest | rpc.UpdateRequest | rpc.DeleteRequest): { readonly timeoutSeconds?: number } {
  const seconds = request.getTimeout();
  return seconds > 0 ? { timeoutSeconds: seconds } : {};
}

/** Empty for requests that are about no resource. */
export function urnOf(request: unknown): string {
  const named =
    request instanceof rpc.CheckRequest ||
    request instanceof rpc.DiffRequest ||
    request instanceof rpc.CreateRequest ||
    request instanceof rpc.ReadRequest ||
    request instanceof rpc.UpdateRequest ||
    request instanceof rpc.DeleteRequest;
  return named ? request.getUrn() : "";
}

/** What is not known before the update is judged in the update. */
export function checkResponse({ inputs, failures }: Checked): rpc.CheckResponse {
  const known = failures.filter(({ property }) => valueAt(inputs, parsePath(property)) !== UNKNOWN);
  return new rpc.CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(known.map(({ property, reason }) => new rpc.CheckFailure().setProperty(property).setReason(reason)));
}

/** A diff as the engine shows it: with the kind of each change, from the inputs before and after. */
export function diffResponse(olds: Properties, news: Properties, { changes, replaces, deleteBeforeReplace }: Diff): rpc.DiffResponse {
  const response = new rpc.DiffResponse()
    .setChanges(changes.length + replaces.length === 0 ? rpc.DiffResponse.DiffChanges.DIFF_NONE : rpc.DiffResponse.DiffChanges.DIFF_SOME)
    .setDiffsList([...new Set([...changes, ...replaces].map(topLevel))])
    .setReplacesList([...replaces])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const path of new Set([...changes, ...replaces])) {
    response.getDetaileddiffMap().set(path, propertyDiff(path, olds, news, replaces.includes(path)));
  }
  return response;
}

function topLevel(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

export function changedKeys(olds: Properties, news: Properties): string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...keys].filter((key) => !isDeepStrictEqual(olds[key], news[key])).map((key) => formatPath([key]));
}
