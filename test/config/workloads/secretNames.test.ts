import assert from "node:assert/strict";
import { looksSecret } from "../../../config/workloads/secretNames";

describe("a variable's name", () => {
  it("says that its value is a secret", () => {
    const names = [
      "DB_PASSWORD",
      "DBPASSWORD",
      "db_passwd",
      "REDIS_PASS",
      "PGPWD",
      "SECRET",
      "CLIENT_SECRET_V2",
      "GITHUB_TOKEN",
      "apiToken",
    ];
    const more = ["API_KEY", "APIKEY", "AWS_SECRET_ACCESS_KEY", "SIGNING_KEY_PEM", "GOOGLE_CREDENTIALS", "KEY_PASSPHRASE"];
    for (const name of [...names, ...more]) assert.ok(looksSecret(name), name);
  });

  it("does not where it is about something else, or about where a secret is", () => {
    const about = ["DB_PASSWORD_FILE", "SECRET_NAME", "TOKEN_TTL", "TOKEN_TTL_SECONDS", "PASSWORD_MIN_LENGTH", "CREDENTIALS_PATH"];
    for (const name of ["LOG_LEVEL", "COMPASS", "BYPASS_CACHE", "TOKENIZER", "CACHE_KEY", "KEYCLOAK_URL", "PASSENGERS", ...about])
      assert.ok(!looksSecret(name), name);
  });
});
