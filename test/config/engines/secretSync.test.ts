import assert from "node:assert/strict";
import { complaints, type Edit, edited } from "../project";

const vault = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/gateway-prod";
const sync = {
  engine: "externalSecrets",
  stores: { aws: {}, azure: { vault }, gcp: { projectNumber: "123456789012" } },
  secrets: { upstream: { namespace: "api-gateway" } },
};
const complaintsOf = (...edits: readonly Edit[]) =>
  complaints({ prod: edited("prod", [["platform"], { secretSync: sync }], ...edits) }, "prod");
const at = (...path: readonly string[]) => ["platform", "secretSync", ...path];

describe("platform.secretSync", () => {
  it("takes a store for each cloud and the names of secrets, and needs nothing more", () => {
    assert.deepEqual(complaintsOf(), []);
    assert.deepEqual(complaintsOf([at("stores", "aws"), { region: "us-west-2" }]), []);
  });

  it("has no place for a value", () => {
    const [complaint = ""] = complaintsOf([at("secrets", "upstream", "value"), "hunter2"]);
    assert.match(complaint, /^platform\.secretSync\.secrets\.upstream\.value: "value" is unknown/);
    assert.doesNotMatch(complaint, /hunter2/);
  });

  it("looks every minute at the most, and once a day at least", () => {
    assert.match(complaintsOf([at("refreshMinutes"), 0]).join(), /refreshMinutes: 0 is below the minimum 1/);
    assert.match(complaintsOf([at("refreshMinutes"), 1441]).join(), /refreshMinutes: 1441 is above the maximum 1440/);
    for (const minutes of [1, 1440]) assert.deepEqual(complaintsOf([at("refreshMinutes"), minutes]), []);
  });

  it("names a vault by its resource id, so that no address can leave TLS out", () => {
    for (const address of ["http://gateway-prod.vault.azure.net", "https://gateway-prod.vault.azure.net", `${vault}/secrets/upstream`])
      assert.deepEqual(complaintsOf([at("stores", "azure", "vault"), address]), [
        `platform.secretSync.stores.azure.vault: "${address}" is not the resource id of a vault; write /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.KeyVault/vaults/<name>, from which its https address follows`,
      ]);
  });

  it("asks for a project's number, in quotes, and says how to find it", () => {
    assert.match(complaintsOf([at("stores", "gcp", "projectNumber"), 123456789012]).join(), /put it in quotes: "123456789012"/);
    assert.match(
      complaintsOf([at("stores", "gcp", "projectNumber"), "gateway-fleet-prod"]).join(),
      /"gateway-fleet-prod" is not a project number; see gcloud projects describe/,
    );
  });

  it("takes only names that every cloud's store takes", () => {
    for (const key of ["gateway/upstream", "Upstream", "up_stream"])
      assert.match(complaintsOf([at("secrets", "upstream", "key"), key]).join(), /secrets\.upstream\.key: ".*" is not a name/, key);
  });

  it("takes a vault's name and a Secret's key as their owners have them", () => {
    assert.match(
      complaintsOf([at("stores", "azure", "vault"), vault.replace("gateway-prod", "gateway--prod")]).join(),
      /is not the resource id of a vault/,
    );
    for (const field of [".", "..", "..data"])
      assert.match(complaintsOf([at("secrets", "upstream", "field"), field]).join(), /is not a key of a Secret/);
    for (const field of ["key.pem", ".dockerconfigjson"]) assert.deepEqual(complaintsOf([at("secrets", "upstream", "field"), field]), []);
  });

  it("refuses to do nothing", () => {
    assert.deepEqual(complaintsOf([at("secrets"), {}]), ["platform.secretSync.secrets: names no secret; add one, or remove secretSync"]);
  });
});
