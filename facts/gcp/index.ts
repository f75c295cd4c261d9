import { compute } from "./compute";
import { container } from "./container";
import { dns } from "./dns";
import { projects } from "./projects";
import { serviceaccount } from "./serviceaccount";

export const gcpFacts = {
  ...compute,
  ...container,
  ...dns,
  ...projects,
  ...serviceaccount,
};
