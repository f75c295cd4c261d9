import { KubernetesApiError, UnreachableError } from "../kubernetes/client/client";

/** The next round sees what has become of it: an object that is gone, changed meanwhile, or a server that is away. */
export async function unlessPassing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UnreachableError || (error instanceof KubernetesApiError && [404, 409, 429, 500, 503].includes(error.status)))
      return;
    throw error;
  }
}
