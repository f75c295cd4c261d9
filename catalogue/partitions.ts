/**
 * AWS's separate worlds: an account, its ARNs and its regions are in one of them, and no role of one reaches into another.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const partitions = ["aws", "aws-cn", "aws-us-gov"] as const;
export type Partition = (typeof partitions)[number];

/**
 * The partition that a region's name tells; undefined for one in which the program has never been thought through. Checked 2026-11-29.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json (regionRegex)
 */
export function partitionOf(region: string): Partition | undefined {
  if (/^cn-/.test(region)) return "aws-cn";
  if (/^us-gov-/.test(region)) return "aws-us-gov";
  return /^(us-iso|eu-iso|eusc-)/.test(region) ? undefined : "aws";
}

/**
 * What ARNs of a region begin with: "arn:aws-cn".
 *
 * @throws Error for a region of another partition, which no stack file may name
 */
export function arnIn(region: string): string {
  return `arn:${knownPartition(region)}`;
}

/** @throws Error as above */
export function knownPartition(region: string): Partition {
  const partition = partitionOf(region);
  if (partition === undefined) throw new Error(`${region} is in none of the partitions ${partitions.join(", ")}`);
  return partition;
}

/** The partition that an ARN names: "aws-cn" for "arn:aws-cn:iam::111111111111:role/name". */
export function partitionIn(arn: string): string {
  return arn.split(":")[1] ?? "";
}

/**
 * CloudWatch Logs signs with a name of its own in China; every other service of a cluster is called the same in all three partitions.
 *
 * @see https://docs.amazonaws.cn/en_us/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const logsSuffix: Readonly<Record<Partition, string>> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-us-gov": "amazonaws.com",
};

/**
 * Names under which IAM sees EC2 when a role is handed to it.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/#allowpassinginstancerole
 */
export const machinesService: Readonly<Record<Partition, string | readonly string[]>> = {
  aws: "ec2.amazonaws.com",
  "aws-cn": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"],
  "aws-us-gov": "ec2.amazonaws.com",
};

/**
 * Services whose private addresses have another prefix in China; the others are called as everywhere. Checked 2026-11-29.
 *
 * @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts (getDefaultEndpointPrefix)
 */
const ownPrefixInChina = ["autoscaling", "ec2", "ecr.api", "ecr.dkr", "eks", "sqs", "sts"];

/** "com.amazonaws.us-west-2.ec2" of a service's interface endpoint. */
export function endpointService(partition: Partition, region: string, service: string): string {
  const prefix = partition === "aws-cn" && ownPrefixInChina.includes(service) ? "cn.com.amazonaws" : "com.amazonaws";
  return `${prefix}.${region}.${service}`;
}
