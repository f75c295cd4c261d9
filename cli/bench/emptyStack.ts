import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** A program for the floor of the lab's figures: as many resources as the project's empty.json has for the stack, none of which is anything. */
class Empty extends pulumi.ComponentResource {
  constructor(name: string) {
    super("bench:index:Empty", name);
    this.registerOutputs({});
  }
}

const counts = JSON.parse(readFileSync(join(pulumi.getRootDirectory(), "empty.json"), "utf8")) as Readonly<Record<string, number>>;
for (let index = 0; index < (counts[pulumi.getStack()] ?? 0); index += 1) new Empty(`empty-${index}`);
