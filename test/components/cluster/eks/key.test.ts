import assert from "node:assert/strict";
import { standardEks } from "../../fixtures/eks";
import { at, ofType, only } from "../../fixtures/recording";
import type { Recording } from "../../../../preview/record/recording";

describe("an EKS cluster's key", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });
  const key = () => only(recording, "aws:kms/key:Key").inputs;
  const statements = () => {
    const { Statement } = JSON.parse(String(key()["policy"])) as { Statement: unknown[] };
    return Statement;
  };

  it("CKV_AWS_7 is new every year, and can be taken back for a month after a delete", () => {
    assert.deepEqual([key()["enableKeyRotation"], key()["rotationPeriodInDays"], key()["deletionWindowInDays"]], [true, 365, 30]);
  });

  it("is called as the cluster is", () => {
    const { inputs } = only(recording, "aws:kms/alias:Alias");
    assert.deepEqual([inputs["name"], inputs["targetKeyId"]], ["alias/gateway-prod-aws-usw2-0", "id of aws-usw2-0-key-key"]);
  });

  it("is administered by its account, so that nobody can lock everybody out", () => {
    const [administration] = statements();
    assert.deepEqual([at(administration, "Principal"), at(administration, "Action")], [{ AWS: "arn:aws:iam::111111111111:root" }, "kms:*"]);
  });

  it("serves CloudWatch Logs of its region for the cluster's own groups, and nobody else of another account or service", () => {
    const [, logging, ...others] = statements();
    assert.deepEqual(others, []);
    assert.deepEqual(at(logging, "Principal"), { Service: "logs.us-west-2.amazonaws.com" });
    assert.deepEqual(at(logging, "Condition"), {
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": [
          "arn:aws:logs:us-west-2:111111111111:log-group:/aws/eks/gateway-prod-aws-usw2-0/cluster",
          "arn:aws:logs:us-west-2:111111111111:log-group:/aws/vpc-flow-logs/gateway-prod-aws-usw2-0",
        ],
      },
    });
  });
});

describe("an EKS cluster's log groups", () => {
  it("CKV_AWS_158, CKV_AWS_338 keep their lines for a year, encrypted with the cluster's key", async () => {
    const groups = ofType(await standardEks(), "aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual(
      groups.map(({ inputs }) => [inputs["name"], inputs["retentionInDays"], inputs["kmsKeyId"]]),
      [
        ["/aws/eks/gateway-prod-aws-usw2-0/cluster", 365, "arn of aws-usw2-0-key-key"],
        ["/aws/vpc-flow-logs/gateway-prod-aws-usw2-0", 365, "arn of aws-usw2-0-key-key"],
      ],
    );
  });
});
