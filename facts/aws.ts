import type { ChangeFacts } from "./changes";

export const awsFacts = {
  "aws:cloudwatch/eventRule:EventRule": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0cdab4ae09a963535e03dde0bff4784afe8e3517/internal/service/events/rule.go",
    replaces: ["eventBusName", "name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0762c41e2027fcd3cb8340d3e6886c6975fc0a59/internal/service/events/target.go",
    replaces: ["eventBusName", "region", "rule", "targetId"],
    deletesFirst: { ifKept: "targetId" },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0073593e7d6993ba482409f4dc35438daaa79bb3/internal/service/logs/group.go",
    replaces: ["logGroupClass", "name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/055611a654738da73e7b1e2b5d2b7672c6d4d531/internal/service/cloudwatch/metric_alarm.go",
    replaces: ["name", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01f431114674c27cf790fafb67ac274bf8f765e1/internal/service/ec2/vpc_default_security_group.go",
    replaces: ["region", "vpcId"],
    deletesFirst: "never",
  },
  "aws:ec2/eip:Eip": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01606926a0c0ab9174aec440f976a48b0baee722/internal/service/ec2/ec2_eip.go",
    replaces: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "region"],
    deletesFirst: "never",
  },
  "aws:ec2/flowLog:FlowLog": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/ec2/vpc_flow_log.go",
    replaces: [
      "deliverCrossAccountRole",
      "destinationOptions",
      "eniId",
      "iamRoleArn",
      "logDestination",
      "logDestinationType",
      "logFormat",
      "maxAggregationInterval",
      "region",
      "regionalNatGatewayId",
      "subnetId",
      "trafficType",
      "transitGatewayAttachmentId",
      "transitGatewayId",
      "vpcId",
    ],
    deletesFirst: "never",
  },
  "aws:ec2/internetGateway:InternetGateway": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/08923b68b5ad6fcfdd38362fb5247e39a9b07add/internal/service/ec2/vpc_internet_gateway.go",
    replaces: ["region"],
    deletesFirst: "never",
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/025e4f81cab8553cb052aebfcc5987e2aa8c702a/internal/service/ec2/ec2_launch_template.go",
    replaces: ["name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:ec2/natGateway:NatGateway": {
    source: "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_nat_gateway.go",
    replaces: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "region", "subnetId", "vpcId"],
    deletesFirst: "never",
  },
  "aws:ec2/route:Route": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0128541e0711766f28540143a9d73738aced60aa/internal/service/ec2/vpc_route.go",
    replaces: ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "region", "routeTableId"],
    deletesFirst: "never",
  },
  "aws:ec2/routeTable:RouteTable": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/022092419b7cda11527df3c6b51cbfe1876c1722/internal/service/ec2/vpc_route_table.go",
    replaces: ["region", "vpcId"],
    deletesFirst: "never",
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0be71beb458ad8875e0acc5c91519c0ceeb214aa/internal/service/ec2/vpc_route_table_association.go",
    replaces: ["gatewayId", "region", "subnetId"],
    deletesFirst: "never",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01606926a0c0ab9174aec440f976a48b0baee722/internal/service/ec2/vpc_security_group.go",
    replaces: ["description", "name", "namePrefix", "region", "vpcId"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:ec2/subnet:Subnet": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00cda125a19d31754cb0d073cf551264c57955cb/internal/service/ec2/vpc_subnet.go",
    replaces: [
      "availabilityZone",
      "availabilityZoneId",
      "cidrBlock",
      "ipv4IpamPoolId",
      "ipv4NetmaskLength",
      "ipv6IpamPoolId",
      "ipv6Native",
      "ipv6NetmaskLength",
      "outpostArn",
      "region",
      "vpcId",
    ],
    deletesFirst: "never",
  },
  "aws:ec2/vpc:Vpc": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00081ce41cc691433ac19bf42227cdabffd0454d/internal/service/ec2/vpc_.go",
    replaces: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region", { path: "instanceTenancy", when: { from: "default" } }],
    deletesFirst: "never",
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/008db85aad5e56627b1eecab8830464a282552ed/internal/service/ec2/vpc_endpoint.go",
    replaces: [
      "dnsOptions.privateDnsPreference",
      "dnsOptions.privateDnsSpecifiedDomains",
      "region",
      "resourceConfigurationArn",
      "serviceName",
      "serviceNetworkArn",
      "serviceRegion",
      "vpcEndpointType",
      "vpcId",
    ],
    deletesFirst: "never",
  },
  "aws:eks/accessEntry:AccessEntry": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01f431114674c27cf790fafb67ac274bf8f765e1/internal/service/eks/access_entry.go",
    replaces: ["clusterName", "principalArn", "region", "type"],
    deletesFirst: "never",
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01f431114674c27cf790fafb67ac274bf8f765e1/internal/service/eks/access_policy_association.go",
    replaces: ["accessScope", "clusterName", "policyArn", "principalArn", "region"],
    deletesFirst: "never",
  },
  "aws:eks/addon:Addon": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/eks/addon.go",
    replaces: ["addonName", "clusterName", "region"],
    deletesFirst: "never",
  },
  "aws:eks/cluster:Cluster": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/fff78e64ecf10b98405e2008b59cb59ff0ed0b1d/internal/service/eks/cluster.go",
    replaces: [
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "bootstrapSelfManagedAddons",
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "name",
      "outpostConfig.controlPlaneInstanceType",
      "outpostConfig.controlPlanePlacement.groupName",
      "region",
      "roleArn",
      { path: "encryptionConfig", when: "removed" },
      { path: "vpcConfig.controlPlaneEgressMode", when: { from: "CUSTOMER_ROUTED" } },
    ],
    deletesFirst: { ifKept: "name" },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/012e0a32f0686212f447447fd3d81c3d0ce256ad/internal/service/eks/node_group.go",
    replaces: [
      "amiType",
      "capacityType",
      "clusterName",
      "diskSize",
      "instanceTypes",
      "launchTemplate.id",
      "launchTemplate.name",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "nodeRoleArn",
      "region",
      "remoteAccess",
      "subnetIds",
      { path: "launchTemplate", when: "addedOrRemoved" },
    ],
    deletesFirst: { ifKept: "nodeGroupName" },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/eks/pod_identity_association.go",
    replaces: ["clusterName", "namespace", "region", "serviceAccount"],
    deletesFirst: "never",
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/013f1736b90439e5a19567a87d3e5cd11858c420/internal/service/iam/instance_profile.go",
    replaces: ["name", "namePrefix", "path"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/policy:Policy": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01ccd9a2d118a3e81a9649759bf14303526dc9e6/internal/service/iam/policy.go",
    replaces: ["description", "name", "namePrefix", "path"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/role:Role": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0040ea6911af00bea2cca6dbb14e86829826ad8e/internal/service/iam/role.go",
    replaces: ["name", "namePrefix", "path"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/02f97af85f89a04e8ed89f5e8b64a9a67f3cfe07/internal/service/iam/role_policy.go",
    replaces: ["name", "namePrefix", "role"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/04c79849dbe7fbe76c3054b364357bcdaade9ac5/internal/service/iam/role_policy_attachment.go",
    replaces: ["policyArn", "role"],
    deletesFirst: "always",
  },
  "aws:kms/alias:Alias": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01c08000ddb14181b5bd19201d8fca311dc570e4/internal/service/kms/alias.go",
    replaces: ["name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:kms/key:Key": {
    source: "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/kms/key.go",
    replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"],
    deletesFirst: "never",
  },
  "aws:route53/healthCheck:HealthCheck": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01606926a0c0ab9174aec440f976a48b0baee722/internal/service/route53/health_check.go",
    replaces: ["measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"],
    deletesFirst: "never",
  },
  "aws:route53/record:Record": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00655c1681ea1e49ab10cd32d3f8bee372b2095b/internal/service/route53/record.go",
    replaces: ["name", "zoneId"],
    deletesFirst: "never",
  },
  "aws:route53/zone:Zone": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/036631a1dee59efb6d1986c0a19b373402bda29f/internal/service/route53/zone.go",
    replaces: ["delegationSetId", "name"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:sqs/queue:Queue": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/sqs/queue.go",
    replaces: ["fifoQueue", "name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0148137dc6fb802b97b74036846777ab15c0f9ad/internal/service/sqs/queue_policy.go",
    replaces: ["queueUrl", "region"],
    deletesFirst: "always",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a322094b4b9ade8a81b244345dbcf4b52ee8d6/internal/service/ec2/vpc_security_group_ingress_rule.go",
    replaces: [
      "region",
      "securityGroupId",
      { path: "cidrIpv4", when: "addedOrRemoved" },
      { path: "cidrIpv6", when: "addedOrRemoved" },
      { path: "prefixListId", when: "addedOrRemoved" },
      { path: "referencedSecurityGroupId", when: "addedOrRemoved" },
    ],
    deletesFirst: "never",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a322094b4b9ade8a81b244345dbcf4b52ee8d6/internal/service/ec2/vpc_security_group_ingress_rule.go",
    replaces: [
      "region",
      "securityGroupId",
      { path: "cidrIpv4", when: "addedOrRemoved" },
      { path: "cidrIpv6", when: "addedOrRemoved" },
      { path: "prefixListId", when: "addedOrRemoved" },
      { path: "referencedSecurityGroupId", when: "addedOrRemoved" },
    ],
    deletesFirst: "never",
  },
} satisfies Readonly<Record<string, ChangeFacts>>;
