/** Where the live size of pools stands in their resources, which their autoscaler owns: no edit of the plan's number reaches a pool that exists. */
export const sizePaths = {
  "aws:eks/nodeGroup:NodeGroup": "scalingConfig.desiredSize",
  "azure-native:containerservice:AgentPool": "count",
  // The pool that came with the cluster.
  "azure-native:containerservice:ManagedCluster": "agentPoolProfiles[0].count",
} as const;
