import { UNKNOWN, type Properties } from "../../../facts/properties/values";
import type { ObjectRef } from "../client/client";
import { overlay } from "../provider/compare";
import type { ReleaseRecord } from "./record";

/** The inputs, and what the real provider says of a deployed release. */
export function releaseOutputs(record: ReleaseRecord, inputs: Properties): Properties {
  const { name, namespace, chart, version, revision } = record;
  return {
    ...inputs,
    resourceNames: resourceNames(record.objects),
    status: { status: "deployed", name, namespace, chart, version, revision },
  };
}

/** "Deployment.apps/apps/v1" -> ["kube-system/aws-load-balancer-controller"] */
function resourceNames(objects: readonly ObjectRef[]): Properties {
  const names: Record<string, string[]> = {};
  for (const { apiVersion, kind, namespace, name } of objects) {
    const group = apiVersion.includes("/") ? `.${apiVersion.split("/", 1)[0] ?? ""}` : "";
    (names[`${kind}${group}/${apiVersion}`] ??= []).push(namespace === undefined ? name : `${namespace}/${name}`);
  }
  return names;
}

/** What a preview can promise: everything but what only the installation knows. */
export function previewRelease(inputs: Properties, oldOutputs: Properties = {}): Properties {
  return { ...overlay(oldOutputs, inputs), resourceNames: UNKNOWN, status: UNKNOWN };
}
