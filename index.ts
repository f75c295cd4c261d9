import * as pulumi from "@pulumi/pulumi";
import { ConfigError, loadStack, withLines } from "./config/file/load";
import { renderWarning } from "./config/file/problems";
import { deploy } from "./stacks/deploy";
import { planStack, type StackPlan } from "./plan";

function readPlan(): StackPlan {
  // The working directory is the program's; the stack files are the project's, which may be an example's.
  const project = pulumi.getRootDirectory();
  const config = loadStack(project, pulumi.getStack());
  try {
    const plan = planStack(config);
    if (plan.kind === "fleet" && plan.unsurvived.length > 0) throw new ConfigError(plan.unsurvived);
    for (const warning of withLines(project, plan.warnings)) void pulumi.log.warn(renderWarning(warning));
    return plan;
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(withLines(project, error.problems)) : error;
  }
}

// Pulumi takes the exports of a synchronous CommonJS module as outputs. Which ones there are depends on the stack, so none is named here.
Object.assign(module.exports, deploy(readPlan()));
