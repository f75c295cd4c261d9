import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { CloudError, NotReadyError } from "./backend";
import { toStruct } from "./wire";

/** A cloud's error reaches the user as its message; anything else is a defect of the lab and says so. */
export function toServiceError(provider: string, method: string, error: unknown): grpc.StatusObject {
  if (error instanceof NotReadyError) return { code: grpc.status.UNKNOWN, details: error.message, metadata: initFailure(error) };
  const details = error instanceof CloudError ? error.message : `the lab's ${provider} provider failed in ${method}: ${String(error)}`;
  const code = error instanceof CloudError ? grpc.status.UNKNOWN : grpc.status.INTERNAL;
  return { code, details, metadata: new grpc.Metadata() };
}

/**
 * The engine shows and records the reasons alone, so that the headline is the first of them, as with the real kubernetes provider.
 * grpc-js has no call of its own for status details: they are a trailer, which grpc-go reads by name.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
function initFailure({ headline, message, id, outputs, reasons }: NotReadyError): grpc.Metadata {
  const failure = new ErrorResourceInitFailed()
    .setId(id)
    .setProperties(toStruct(outputs))
    .setReasonsList([headline, ...reasons]);
  const detail = new Any();
  detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message).setDetailsList([detail]);
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}
