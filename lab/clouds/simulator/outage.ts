import { isApiBroken, type Faults, type InjectedFault } from "../../faults";
import { CloudError } from "../../provider/backend";
import { serviceOf, type CloudDefinition } from "./definition";
import type { Account } from "../../../facts/resource";

/** Where the present faults are kept. */
export interface FaultSource {
  read(): Faults;
  write(faults: Faults): void;
}

type Method = InjectedFault["method"];

/** One call to a cloud's API. */
export interface ApiCall {
  readonly method: Method;
  /** Type token, or a function's token. */
  readonly type: string;
  /** Logical name; empty for a function. */
  readonly name: string;
}

/** Throws what the provider would report if the API could not be reached, or what a test has injected. */
export function reach(definition: CloudDefinition, account: Account, faults: FaultSource, call: ApiCall): void {
  const present = faults.read();
  const service = serviceOf(call.type);
  if (isApiBroken(present, definition.provider, service)) throw new CloudError(definition.errors.outage(service, call.method, account));
  const injected = present.injected.find((fault) => matches(fault, definition.provider, call));
  if (injected === undefined) return;
  faults.write({ ...present, injected: present.injected.flatMap((fault) => (fault === injected ? used(fault) : [fault])) });
  throw new CloudError(injected.message);
}

/** Throws where configure calls a service that is broken. */
export function reachServices(definition: CloudDefinition, account: Account, faults: FaultSource, services: readonly string[]): void {
  const broken = services.find((service) => isApiBroken(faults.read(), definition.provider, service));
  if (broken !== undefined) throw new CloudError(definition.errors.outage(broken, "configure", account));
}

function matches(fault: InjectedFault, provider: string, call: ApiCall): boolean {
  return (
    fault.times > 0 &&
    fault.provider === provider &&
    fault.method === call.method &&
    fault.type === call.type &&
    (fault.name === undefined || fault.name === call.name)
  );
}

function used(fault: InjectedFault): readonly InjectedFault[] {
  return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
}
