/** The clouds in which the program makes clusters. */
export const clouds = ["aws", "azure", "gcp"] as const;
export type Cloud = (typeof clouds)[number];
