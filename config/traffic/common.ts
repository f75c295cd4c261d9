import { changeFields } from "./change";
import { aliasesAreOtherNames, dnsFields, namesFitDns } from "./dns";
import { Health, tcpAsksNoPath } from "./health";
import { Objectives } from "./objectives";
import { overrideFields } from "./overrides";
import { survivalFields } from "./survival";
import { backupsServe, weightFields } from "./weights";

/** What every DNS provider can be told. */
export const commonFields = {
  ...dnsFields,
  ...weightFields,
  health: Health.describe("How an address is found to be dead or alive."),
  objectives: Objectives.optional().describe(
    "What a loss may cost; the plan fails when its model says more. Default: nothing is promised.",
  ),
  ...survivalFields,
  ...overrideFields,
  ...changeFields,
};

/** What holds whoever answers. */
export const anyRules = [namesFitDns, aliasesAreOtherNames, tcpAsksNoPath] as const;

/** The same, of providers that answer from a tree. */
export const commonRules = [...anyRules, backupsServe] as const;
