import assert from "node:assert/strict";
import { nothingElse } from "../../../plan/engines/engine";
import { secretIdentity } from "../../../plan/engines/secretSync/identity";
import type { SecretSource } from "../../../plan/engines/secretSync/source";
import type { EnginePlan } from "../../../plan/model/engines/plan";
import { aksPlan, recordAks } from "../fixtures/aks";
import { eksPlan, recordEks, standardEks } from "../fixtures/eks";
import { gkePlan, recordGke } from "../fixtures/gke";
import { assertWaits } from "../fixtures/order";
import { at, assertWellFormed, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const vaultId =
  "/subscriptions/66666666-6666-4666-8666-666666666666/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/gateway-prod";

describe("an identity in a cloud: who may read the fleet's secrets", () => {
  describe("on EKS", () => {
    let recording: Recording;
    before(async () => {
      recording = await recordEks({
        ...eksPlan,
        platform: {
          secretSync: planOf({
            cloud: "aws",
            account: "111111111111",
            region: "us-east-1",
            isOwnRegion: false,
            naming: naming("aws-usw2", 0),
          }),
        },
      });
    });

    it("S0.179 is a role that reads values of one account, region and prefix, over TLS only, and can do nothing else", () => {
      const policy = only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-secret-access-policy").inputs["policy"];
      assert.deepEqual(at(JSON.parse(String(policy)), "Statement"), [
        {
          Sid: "ReadValues",
          Effect: "Allow",
          Action: "secretsmanager:GetSecretValue",
          Resource: "arn:aws:secretsmanager:us-east-1:111111111111:secret:gateway-prod-*",
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        },
      ]);
    });

    it("is the operator's service account of this cluster alone", () => {
      const role = only(recording, "aws:iam/role:Role", "aws-usw2-0-secret-access-role").inputs;
      const conditions = at(JSON.parse(String(role["assumeRolePolicy"])), "Statement", "0", "Condition", "StringEquals");
      assert.equal(at(conditions, "aws:RequestTag/kubernetes-service-account"), "external-secrets");
      const { inputs } = only(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws-usw2-0-secret-access-identity");
      assert.deepEqual([inputs["namespace"], inputs["serviceAccount"]], ["external-secrets", "external-secrets"]);
    });

    it("is nobody without secrets to read", async () => {
      assert.deepEqual(
        ofType(await standardEks(), "aws:iam/role:Role").filter(({ name }) => name.includes("secret")),
        [],
      );
    });
  });

  describe("on AKS", () => {
    let recording: Recording;
    before(async () => {
      recording = await recordAks({
        ...aksPlan,
        platform: {
          secretSync: planOf({
            cloud: "azure",
            vaultId,
            vaultUrl: "https://gateway-prod.vault.azure.net",
            subscription: "66666666-6666-4666-8666-666666666666",
            naming: naming("az-wus2", 2),
          }),
        },
      });
    });

    it("S0.179 is an identity that reads values of one vault, and can do nothing else", () => {
      const principal = "principal-2";
      const roles = ofType(recording, "azure-native:authorization:RoleAssignment").filter(
        ({ inputs }) => inputs["principalId"] === principal,
      );
      assert.deepEqual(
        roles.map(({ inputs }) => [inputs["scope"], inputs["roleDefinitionId"]]),
        [
          [
            vaultId,
            "/subscriptions/66666666-6666-4666-8666-666666666666/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
          ],
        ],
      );
    });

    it("is the service account that the cluster vouches for, without a password", () => {
      const { inputs } = only(recording, "azure-native:managedidentity:FederatedIdentityCredential");
      assert.deepEqual(
        [inputs["resourceName"], inputs["issuer"], inputs["subject"], inputs["audiences"]],
        [
          "gateway-prod-az-wus2-2-secrets",
          "https://westus2.oic.prod-aks.azure.com/tenant/uid-1/",
          "system:serviceaccount:external-secrets:external-secrets",
          ["api://AzureADTokenExchange"],
        ],
      );
    });

    it("goes with its cluster", () => {
      assertWellFormed(recording, "az-wus2-2-azure", "az-wus2-2-kubernetes");
    });
  });

  describe("on GKE", () => {
    const source = { cloud: "gcp", project: "gateway-fleet-prod", projectNumber: "123456789012", naming: naming("gcp-usw1", 4) } as const;
    const grant = "gcp-usw1-4-secret-access-grant";
    let recording: Recording;
    before(async () => {
      recording = await recordGke({ ...gkePlan, platform: { secretSync: planOf(source) } });
    });

    it("S0.179 is a service account that reads values of one project and prefix, and can do nothing else", () => {
      const { inputs } = only(recording, "gcp:projects/iAMMember:IAMMember", grant);
      assert.deepEqual(
        [inputs["project"], inputs["role"], inputs["member"]],
        [
          "gateway-fleet-prod",
          "roles/secretmanager.secretAccessor",
          "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/gateway-fleet-prod.svc.id.goog/subject/ns/external-secrets/sa/gateway-prod-gcp-usw1-4",
        ],
      );
      assert.equal(at(inputs["condition"], "expression"), 'resource.name.startsWith("projects/123456789012/secrets/gateway-prod-")');
    });

    it("comes after the cluster, with which its project's identities come", () => {
      assertWaits(recording, only(recording, "gcp:projects/iAMMember:IAMMember", grant), only(recording, "gcp:container/cluster:Cluster"));
    });
  });
});

function naming(cluster: string, slot: number) {
  return { fleet: "gateway", environment: "prod", cluster, slot };
}

/** An engine that is nothing but its identity. */
function planOf(source: SecretSource): EnginePlan {
  return {
    ...nothingElse,
    component: { type: "SecretSync", name: "secret-sync" },
    namespace: undefined,
    identity: secretIdentity(source, "gateway-prod-"),
    charts: [],
    objects: [],
    pods: [],
  };
}
