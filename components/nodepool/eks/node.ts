/** What is the same for all EKS nodes, whoever starts them. */

/** Root disk of Amazon Linux. */
export const rootDisk = { deviceName: "/dev/xvda", volumeType: "gp3", sizeGiB: 50 } as const;

/** Hop limit 1 keeps pods away from the node's credentials. */
export const instanceMetadata = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 } as const;
