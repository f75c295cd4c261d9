import { cloudwatch } from "./cloudwatch";
import { ec2 } from "./ec2";
import { eks } from "./eks";
import { iam } from "./iam";
import { kms } from "./kms";
import { route53 } from "./route53";
import { sqs } from "./sqs";
import { vpc } from "./vpc";

export const awsFacts = {
  ...cloudwatch,
  ...ec2,
  ...eks,
  ...iam,
  ...kms,
  ...route53,
  ...sqs,
  ...vpc,
};
