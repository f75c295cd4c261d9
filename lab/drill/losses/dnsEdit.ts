import type { DnsPlan } from "../../../plan/model/traffic";
import { recordType } from "../../clouds/aws/route53/record";
import type { SimulatedClouds } from "../../clouds/clouds";
import type { SimulatedCloud } from "../../clouds/simulator/simulatedCloud";
import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";

type Clouds = Pick<SimulatedClouds, "aws" | "azure" | "gcp">;

/** Where weights are kept, and with which configuration they are written. */
interface Weights {
  readonly cloud: (clouds: Clouds) => SimulatedCloud;
  readonly type: string;
  readonly configuration: Properties;
}

/** The DNS provider's API, as a target of the lab's faults. */
export function dnsApi({ provider }: DnsPlan): string {
  return { route53: "api/aws:route53", trafficManager: "api/azure-native:trafficmanager", cloudDns: "api/gcp:dns" }[provider];
}

function weightsAt(dns: DnsPlan): Weights {
  switch (dns.provider) {
    case "route53":
      return {
        cloud: ({ aws }) => aws,
        type: recordType,
        configuration: { region: dns.region, skipCredentialsValidation: true, skipRequestingAccountId: true },
      };
    case "trafficManager":
      return {
        cloud: ({ azure }) => azure,
        type: "azure-native:trafficmanager:Profile",
        configuration: { subscriptionId: dns.subscription, tenantId: dns.tenant },
      };
    case "cloudDns":
      return { cloud: ({ gcp }) => gcp, type: "gcp:dns/recordSet:RecordSet", configuration: { project: dns.project } };
  }
}

/** Writes a record or a profile as it is, as an edit of weights would. Returns what the API refuses it with; undefined where it takes it. */
export async function refusalOfEdit(clouds: Clouds, dns: DnsPlan): Promise<string | undefined> {
  const { cloud, type, configuration } = weightsAt(dns);
  const owner = cloud(clouds);
  const [kept] = owner.contents.byType(type);
  if (kept === undefined) throw new Error(`there is no ${type} to edit`);
  const { id, urn, inputs, outputs } = kept;
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  try {
    const account = await owner.configure(configuration);
    await owner.update(account, { type, id, urn, name, oldInputs: inputs, oldOutputs: outputs, news: inputs, preview: false });
    return undefined;
  } catch (error) {
    if (error instanceof CloudError) return error.message;
    throw error;
  }
}
