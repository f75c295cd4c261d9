import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type { SimulatedClouds } from "../../../lab/cloud/clouds";
import type { Account } from "../../../lab/cloud/model";
import type { SimulatedCloud } from "../../../lab/cloud/simulatedCloud";
import type { Properties } from "../../../lab/provider/backend";
import { loadStack } from "../../../stacks/config/load";
import { deploy } from "../../../stacks/deploy";
import { planStack } from "../../../stacks/plan";

console.log(MockMonitor, pulumi, loadStack, deploy, planStack);
export interface Applied { resources: unknown[] }
export declare function applyProgram(clouds: SimulatedClouds, o: { root: string; stack: string }): Promise<Applied>;
