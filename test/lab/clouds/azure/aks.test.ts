import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import {
  clusterInputs,
  clusterType,
  inGroup,
  labels,
  maintenanceType,
  makeCluster,
  makeIdentity,
  makePool,
  networkProfile,
  role,
  subscription,
} from "../azureFixtures";
import { openTestLab, session, type Session, type TestLab } from "../harness";

describe("simulated AKS", () => {
  let lab: TestLab;
  let azure: Session;

  beforeEach(async () => {
    lab = openTestLab();
    azure = await session(lab.clouds.azure, { subscriptionId: subscription, tenantId: "tenant", location: "westus2" });
  });
  afterEach(() => lab.delete());

  describe("clusters", () => {
    it("answer with what the program needs of them", async () => {
      const { cluster } = await makeCluster(azure);
      const [plane] = lab.controlPlanes.list();
      assert.equal(`https://${text(cluster.outputs, "fqdn")}`, plane?.endpoint);
      assert.match(text(cluster.outputs, "resourceUID"), /^[0-9a-f]{32}$/);
      assert.equal(lab.controlPlanes.started[0]?.serviceCidr, "172.16.0.0/16");
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("system")?.size, 2);
    });

    it("hand out their certificate in a user's kubeconfig, which a template can ask for", async () => {
      const { cluster } = await makeCluster(azure);
      const args = { resourceGroupName: "fleet", resourceName: "wus2" };
      const answer = await lab.clouds.azure.invoke(azure.account, "azure-native:containerservice:listManagedClusterUserCredentials", args);
      const [{ value } = { value: "" }] = answer["kubeconfigs"] as { value: string }[];
      const ca = Buffer.from(lab.controlPlanes.list()[0]?.caCertificate ?? "").toString("base64");
      assert.ok(Buffer.from(value, "base64").toString().includes(ca));

      const expression =
        "[first(split(listClusterUserCredential(parameters('cluster'), 'v').kubeconfigs[0].value, 'certificate-authority-data: '))]";
      const inputs = {
        ...inGroup,
        deploymentName: "ca",
        properties: {
          mode: "Incremental",
          template: { resources: [], outputs: { ca: { type: "string", value: expression } } },
          parameters: { cluster: { value: cluster.id } },
        },
      };
      const deployment = await azure.create("azure-native:resources:Deployment", "ca", inputs);
      assert.deepEqual((deployment.outputs["properties"] as Properties)["outputs"], { ca: { type: "String", value: ca } });
      await assert.rejects(
        azure.create("azure-native:resources:Deployment", "x", {
          ...inputs,
          deploymentName: "x",
          properties: { mode: "Incremental", template: { outputs: { a: { value: "[1]" } } } },
        }),
        /cannot evaluate the template's output a/,
      );
    });

    it("need a role on their subnet, a way out, and a node resource group that is free", async () => {
      const { subnet, identity } = await makeIdentity(azure);
      const create = (more: Properties = {}) => azure.create(clusterType, "c", { ...clusterInputs(identity, subnet.id), ...more });
      await assert.rejects(create(), /LinkedAuthorizationFailed.*subnets\/join\/action/);
      await azure.create(
        "azure-native:authorization:RoleAssignment",
        "r",
        role(identity, `/subscriptions/${subscription}/resourceGroups/fleet`),
      );
      await assert.rejects(create({ nodeResourceGroup: "fleet" }), /NodeResourceGroupAlreadyExists/);
      await assert.rejects(create({ networkProfile: { ...networkProfile, serviceCidr: "10.0.0.0/16" } }), /ServiceCidrOverlap/);
      await create();
      const bare = await azure.create("azure-native:network:Subnet", "bare", {
        ...inGroup,
        virtualNetworkName: "vnet",
        subnetName: "bare",
        addressPrefix: "10.0.64.0/20",
      });
      await assert.rejects(
        azure.create(clusterType, "d", { ...clusterInputs(identity, bare.id), resourceName: "other", nodeResourceGroup: "other-nodes" }),
        /has no NAT gateway/,
      );
    });

    it("have one inline pool here: the lab says so of others", async () => {
      const { subnet, identity } = await makeIdentity(azure);
      const check = (more: Properties) => azure.check(clusterType, "c", { ...clusterInputs(identity, subnet.id), ...more });
      await assert.rejects(check({ agentPoolProfiles: [] }), /one inline pool of mode System/);
    });

    it("are replaced for another service range, and refuse to become private in place", async () => {
      const { cluster } = await makeCluster(azure);
      const diff = await azure.diff(cluster, { ...cluster.inputs, networkProfile: { ...networkProfile, serviceCidr: "172.17.0.0/16" } });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["networkProfile.serviceCidr"], true]);
      await assert.rejects(
        azure.update(cluster, { ...cluster.inputs, apiServerAccessProfile: { enablePrivateCluster: true } }),
        /PropertyChangeNotAllowed.*enablePrivateCluster/,
      );
      await assert.rejects(azure.update(cluster, { ...cluster.inputs, kubernetesVersion: "1.37" }), /from 1\.35 to 1\.37 is not allowed/);
    });

    it("have a window for each kind of upgrade, on one day of the week, which goes with them", async () => {
      const window = {
        schedule: { weekly: { intervalWeeks: 1, dayOfWeek: "Saturday" } },
        startTime: "02:00",
        durationHours: 8,
        utcOffset: "+00:00",
      };
      const inputs = { ...inGroup, resourceName: "wus2", configName: "aksManagedAutoUpgradeSchedule", maintenanceWindow: window };
      const refused = (more: Properties) => azure.check(maintenanceType, "w", { ...inputs, ...more });
      await assert.rejects(refused({ configName: "weekends" }), /weekends.*does not match/);
      await assert.rejects(refused({ maintenanceWindow: { ...window, durationHours: 3 } }), /3 is outside 4\.\.24/);
      await assert.rejects(refused({ maintenanceWindow: { ...window, startTime: "2:00" } }), /2:00 is no time/);
      await assert.rejects(
        refused({ maintenanceWindow: { ...window, schedule: { weekly: { intervalWeeks: 1, dayOfWeek: "saturday" } } } }),
        /saturday is none of Monday/,
      );
      const twice = { ...window.schedule, daily: { intervalDays: 1 } };
      await assert.rejects(refused({ maintenanceWindow: { ...window, schedule: twice } }), /exactly one of/);
      const daily = { ...window, schedule: { daily: { intervalDays: 1 } } };
      await assert.rejects(refused({ configName: "default", maintenanceWindow: daily }), /default takes a weekly schedule only/);
      await assert.rejects(refused({ maintenanceWindow: null }), /needs a maintenanceWindow/);
      const { cluster } = await makeCluster(azure);
      await assert.rejects(azure.create(maintenanceType, "w", { ...inputs, resourceName: "gone" }), /ParentResourceNotFound/);
      const made = await azure.create(maintenanceType, "w", inputs);
      assert.equal(made.id, `${cluster.id}/maintenanceConfigurations/aksManagedAutoUpgradeSchedule`);
      await azure.update(made, { ...made.inputs, maintenanceWindow: { ...window, durationHours: 4 } });
      await azure.remove(cluster);
      assert.equal(await azure.read(made), undefined);
    });

    it("hold their subnet, and take their pools with them", async () => {
      const { cluster, subnet } = await makeCluster(azure);
      await makePool(azure, subnet.id);
      await assert.rejects(azure.remove(subnet), /InUseSubnetCannotBeDeleted/);
      await azure.remove(cluster);
      assert.deepEqual(
        lab.clouds.madeBy("prod").filter(({ type }) => type.includes(":containerservice:")),
        [],
      );
      assert.deepEqual(lab.controlPlanes.list(), []);
      await azure.remove(subnet);
    });

    it("go with their resource group, whoever made what is in it", async () => {
      const { group } = await makeCluster(azure);
      await azure.remove(group);
      assert.deepEqual(lab.clouds.madeBy("prod"), []);
      assert.deepEqual(lab.controlPlanes.list(), []);
    });
  });

  describe("agent pools", () => {
    it("need their cluster, a short name and a count within bounds", async () => {
      const { subnet } = await makeCluster(azure);
      await assert.rejects(makePool(azure, subnet.id, { resourceName: "gone" }), /ParentResourceNotFound/);
      await assert.rejects(makePool(azure, subnet.id, { agentPoolName: "general-spot" }), /general-spot.*does not match/);
      await assert.rejects(makePool(azure, subnet.id, { agentPoolName: "a".repeat(13) }), /at most 12/);
      await assert.rejects(makePool(azure, subnet.id, { count: 12 }), /count 12 must lie within minCount 2 and maxCount 10/);
      await assert.rejects(makePool(azure, subnet.id, { count: null }), /count is required/);
      await assert.rejects(makePool(azure, subnet.id, { orchestratorVersion: "1.36" }), /NodePoolMcVersionIncompatible/);
      await assert.rejects(
        makePool(azure, subnet.id, { scaleSetPriority: "Spot", upgradeSettings: { maxSurge: "33%" } }),
        /takes no maxSurge/,
      );
    });

    it("boot from local disks that exist and are large enough, and take as many pods as Azure allows", async () => {
      const { subnet } = await makeCluster(azure);
      const pool = (more: Properties) => makePool(azure, subnet.id, { osDiskType: "Ephemeral", osDiskSizeGB: 64, ...more });
      await assert.rejects(pool({ vmSize: "Standard_D2s_v5" }), /64 GiB does not fit on Standard_D2s_v5, whose local disk has 0/);
      await assert.rejects(pool({ vmSize: "Standard_D2ds_v5", osDiskSizeGB: 128 }), /128 GiB does not fit .* has 75/);
      await assert.rejects(pool({ vmSize: "Standard_D4ds_v5", maxPods: 251 }), /251 is outside 10\.\.250/);
      const made = await pool({ vmSize: "Standard_D2ds_v5", maxPods: 64, enableEncryptionAtHost: true });
      await assert.rejects(azure.update(made, { ...made.inputs, enableEncryptionAtHost: false }), /PropertyChangeNotAllowed/);
    });

    it("keep a drain timeout once they have one", async () => {
      const { subnet } = await makeCluster(azure);
      const pool = await makePool(azure, subnet.id, { upgradeSettings: { maxSurge: "33%", drainTimeoutInMinutes: 30 } });
      const longer = await azure.update(pool, { ...pool.inputs, upgradeSettings: { maxSurge: "33%", drainTimeoutInMinutes: 60 } });
      await assert.rejects(azure.update(longer, { ...longer.inputs, upgradeSettings: { maxSurge: "33%" } }), /PropertyChangeNotAllowed/);
    });

    it("refuse in place what is fixed at create, and are replaced for another machine only", async () => {
      const { subnet } = await makeCluster(azure);
      const pool = await makePool(azure, subnet.id);
      for (const change of [{ availabilityZones: ["1"] }, { maxPods: 50 }, { osSKU: "Ubuntu" }, { scaleSetPriority: "Spot" }]) {
        assert.deepEqual((await azure.diff(pool, { ...pool.inputs, ...change })).replaces, []);
        await assert.rejects(azure.update(pool, { ...pool.inputs, ...change }), /PropertyChangeNotAllowed/);
      }
      assert.deepEqual((await azure.diff(pool, { ...pool.inputs, vmSize: "Standard_D4s_v5" })).replaces, ["vmSize"]);
      const labelled = await azure.update(pool, { ...pool.inputs, nodeLabels: { ...labels, a: "b" } });
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("general")?.labels["a"], "b");
      await azure.remove(labelled);
    });

    it("shrink to the recorded count with any update, since all of a pool is sent", async () => {
      const { subnet } = await makeCluster(azure);
      const pool = await makePool(azure, subnet.id);
      await lab.clouds.scale("wus2", "general", 9);
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("general")?.size, 9);
      const found = await azure.read(pool);
      assert.deepEqual([found?.inputs["count"], found?.outputs["count"]], [9, 9]);
      const args = { resourceGroupName: "fleet", resourceName: "wus2", agentPoolName: "general" };
      assert.equal((await lab.clouds.azure.invoke(azure.account, "azure-native:containerservice:getAgentPool", args))["count"], 9);
      await azure.update(pool, { ...pool.inputs, tags: { a: "b" } });
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("general")?.size, 3);
    });

    it("are answered for as any other where they came with their cluster", async () => {
      await makeCluster(azure);
      const ask = (agentPoolName: string) =>
        lab.clouds.azure.invoke(azure.account, "azure-native:containerservice:getAgentPool", {
          resourceGroupName: "fleet",
          resourceName: "wus2",
          agentPoolName,
        });
      const before = await ask("system");
      await lab.clouds.scale("wus2", "system", Number(before["maxCount"]));
      assert.equal((await ask("system"))["count"], before["maxCount"]);
      await assert.rejects(ask("nobody"), /NotFound/);
    });

    it("get the service's own spot label and taint, which a refresh shows where the program does not name them", async () => {
      const { subnet } = await makeCluster(azure);
      const spot = { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 };
      const pool = await makePool(azure, subnet.id, spot);
      const nodes = lab.controlPlanes.nodes.get("wus2-1")?.get("general");
      assert.deepEqual(nodes?.taints, [{ key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" }]);
      assert.equal(nodes.labels["kubernetes.azure.com/scalesetpriority"], "spot");
      assert.deepEqual((await azure.read(pool))?.inputs["nodeTaints"], ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"]);
    });
  });
});
