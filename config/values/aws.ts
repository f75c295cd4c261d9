import { z } from "zod";

export const AwsRegion = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: ({ input }) => `"${String(input)}" is not an AWS region; write its code, such as us-west-2` });
