import type { RegionTable } from "./table";

/**
 * Zone ids by region, with every zone that AWS lists: which of them can hold a control plane is for zones.ts.
 * GovCloud's are in https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/considerations.html and China's in
 * https://docs.amazonaws.cn/en_us/ram/latest/userguide/working-with-az-ids.html: the page has the partition aws alone.
 */
export const awsRegions: RegionTable = {
  cloud: "AWS",
  page: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html",
  checked: "2026-11-29",
  zones: {
    "af-south-1": ids("afs1", 1, 2, 3),
    "ap-east-1": ids("ape1", 1, 2, 3),
    "ap-east-2": ids("ape2", 1, 2, 3),
    "ap-northeast-1": ids("apne1", 1, 2, 3, 4),
    "ap-northeast-2": ids("apne2", 1, 2, 3, 4),
    "ap-northeast-3": ids("apne3", 1, 2, 3),
    "ap-south-1": ids("aps1", 1, 2, 3),
    "ap-south-2": ids("aps2", 1, 2, 3),
    "ap-southeast-1": ids("apse1", 1, 2, 3),
    "ap-southeast-2": ids("apse2", 1, 2, 3),
    "ap-southeast-3": ids("apse3", 1, 2, 3),
    "ap-southeast-4": ids("apse4", 1, 2, 3),
    "ap-southeast-5": ids("apse5", 1, 2, 3),
    "ap-southeast-6": ids("apse6", 1, 2, 3),
    "ap-southeast-7": ids("apse7", 1, 2, 3),
    "ca-central-1": ids("cac1", 1, 2, 4),
    "ca-west-1": ids("caw1", 1, 2, 3),
    "cn-north-1": ids("cnn1", 1, 2, 4),
    "cn-northwest-1": ids("cnnw1", 1, 2, 3),
    "eu-central-1": ids("euc1", 1, 2, 3),
    "eu-central-2": ids("euc2", 1, 2, 3),
    "eu-north-1": ids("eun1", 1, 2, 3),
    "eu-south-1": ids("eus1", 1, 2, 3),
    "eu-south-2": ids("eus2", 1, 2, 3),
    "eu-west-1": ids("euw1", 1, 2, 3),
    "eu-west-2": ids("euw2", 1, 2, 3, 4),
    "eu-west-3": ids("euw3", 1, 2, 3),
    "il-central-1": ids("ilc1", 1, 2, 3),
    "me-central-1": ids("mec1", 1, 2, 3),
    "me-south-1": ids("mes1", 1, 2, 3),
    "mx-central-1": ids("mxc1", 1, 2, 3),
    "sa-east-1": ids("sae1", 1, 2, 3),
    "us-east-1": ids("use1", 1, 2, 3, 4, 5, 6),
    "us-east-2": ids("use2", 1, 2, 3),
    "us-gov-east-1": ids("usge1", 1, 2, 3),
    "us-gov-west-1": ids("usgw1", 1, 2, 3),
    "us-west-1": ids("usw1", 1, 2, 3),
    "us-west-2": ids("usw2", 1, 2, 3, 4),
  },
};

function ids(prefix: string, ...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => `${prefix}-az${number}`);
}
