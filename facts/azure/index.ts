import { authorization } from "./authorization";
import { containerservice } from "./containerservice";
import { dns } from "./dns";
import { managedidentity } from "./managedidentity";
import { monitor } from "./monitor";
import { network } from "./network";
import { operationalinsights } from "./operationalinsights";
import { resources } from "./resources";
import { trafficmanager } from "./trafficmanager";

export const azureFacts = {
  ...authorization,
  ...containerservice,
  ...dns,
  ...managedidentity,
  ...monitor,
  ...network,
  ...operationalinsights,
  ...resources,
  ...trafficmanager,
};
