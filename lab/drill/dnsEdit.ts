import { recordType } from "../cloud/aws/record";
import type { SimulatedClouds } from "../cloud/clouds";
import { CloudError } from "../provider/backend";

/** The DNS provider's API, as a target of the lab's faults. */
export const dnsApi = "api/aws:route53";

/** Writes a record as it is, as an edit of weights would. Returns what the API refuses it with; undefined where it takes it. */
export async function refusalOfEdit(clouds: Pick<SimulatedClouds, "aws">): Promise<string | undefined> {
  const [record] = clouds.aws.contents.byType(recordType);
  if (record === undefined) throw new Error("there is no record to edit");
  const { type, id, urn, inputs, outputs } = record;
  const account = await clouds.aws.configure({ region: "us-east-1", skipCredentialsValidation: true, skipRequestingAccountId: true });
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  try {
    await clouds.aws.update(account, { type, id, urn, name, oldInputs: inputs, oldOutputs: outputs, news: inputs, preview: false });
    return undefined;
  } catch (error) {
    if (error instanceof CloudError) return error.message;
    throw error;
  }
}
