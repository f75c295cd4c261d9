/** What a node of a machine type offers. */
export interface Machine {
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly arch: "amd64" | "arm64";
}

/**
 * "m7i.large": a family's letter says GiB per vCPU, a "g" behind the generation says Graviton.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function awsMachine(type: string): Machine | undefined {
  const [, family = "", options = "", size = ""] = /^([cmrt])\d+([a-z-]*)\.(\w+)$/.exec(type) ?? [];
  if (family === "t") return burstable(size, options);
  const perCpu = { c: 2, m: 4, r: 8 }[family];
  const cpu = awsCpus(size);
  if (perCpu === undefined || cpu === undefined) return undefined;
  return { cpu, memoryGiB: cpu * perCpu, arch: awsArch(options) };
}

function awsCpus(size: string): number | undefined {
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const [, times = "1"] = /^(\d*)xlarge$/.exec(size) ?? [];
  return size.endsWith("xlarge") ? 4 * Number(times === "" ? "1" : times) : undefined;
}

function burstable(size: string, options: string): Machine | undefined {
  const memory = { small: 2, medium: 4, large: 8 }[size];
  return memory === undefined ? undefined : { cpu: 2, memoryGiB: memory, arch: awsArch(options) };
}

function awsArch(options: string): Machine["arch"] {
  return options.startsWith("g") ? "arm64" : "amd64";
}

/**
 * "Standard_D4pls_v6": family, vCPUs, then p for Arm and l for little memory.
 * @see https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
 */
export function azureMachine(type: string): Machine | undefined {
  const [, family = "", cpus = "", features = ""] = /^Standard_([DEF])(\d+)([a-z]*)_v\d+$/.exec(type) ?? [];
  const perCpu = features.includes("l") ? 2 : { D: 4, E: 8, F: 2 }[family];
  if (perCpu === undefined) return undefined;
  return { cpu: Number(cpus), memoryGiB: Number(cpus) * perCpu, arch: features.includes("p") ? "arm64" : "amd64" };
}

/**
 * GiB of the local disk that a "d" among the features stands for, which up to the fifth version is a multiple of the vCPUs; none without.
 * @see https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/ddsv5-series
 */
export function azureLocalDisk(type: string): number {
  const [, cpus = "", features = "", version = ""] = /^Standard_[DE](\d+)([a-z]*)_v(\d)$/.exec(type) ?? [];
  if (!features.includes("d")) return 0;
  return Math.floor(Number(cpus) * (Number(version) <= 5 ? 37.5 : 55));
}

/**
 * "n2-standard-4", or "n2-custom-4-8192" with memory in MiB.
 * @see https://cloud.google.com/compute/docs/general-purpose-machines
 */
export function gcpMachine(type: string): Machine | undefined {
  const [, series = "", kind = "", cpus = "", mebibytes = ""] =
    /^([a-z]\d+[a-z]?)-(standard|highcpu|highmem|custom|medium)(?:-(\d+))?(?:-(\d+))?$/.exec(type) ?? [];
  if (type === "e2-medium") return { cpu: 2, memoryGiB: 4, arch: "amd64" };
  // Little memory is 1 GiB per vCPU up to the second generation, 2 since the third.
  const little = /[a-z][34]/.test(series) ? 2 : 1;
  const perCpu = { standard: 4, highcpu: little, highmem: 8 }[kind];
  const arch = ["t2a", "c4a", "n4a"].includes(series) ? "arm64" : "amd64";
  if (kind === "custom" && mebibytes !== "") return { cpu: Number(cpus), memoryGiB: Number(mebibytes) / 1024, arch };
  return perCpu === undefined || cpus === "" ? undefined : { cpu: Number(cpus), memoryGiB: Number(cpus) * perCpu, arch };
}
