import { z } from "zod";
import { Aws } from "./aws";
import { Azure } from "./azure";
import { Gcp } from "./gcp";
import { withRules } from "../file/rules";

export const Clouds = withRules(
  z
    .strictObject({
      aws: Aws.describe("Amazon Web Services: EKS."),
      azure: Azure.describe("Microsoft Azure: AKS."),
      gcp: Gcp.describe("Google Cloud: GKE."),
    })
    .partial(),
  (clouds, { report }) => {
    if (Object.keys(clouds).length === 0)
      report([], "configures no cloud; add aws, azure or gcp, or leave clouds out where every cluster is existing");
  },
);
export type Clouds = z.infer<typeof Clouds>;
