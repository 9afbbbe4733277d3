import { beforeAll, describe, expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const work = new Workplace({
  "shop.yaml": `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: a }, annotations: { owner: bob } }
---
apiVersion: v1
kind: Namespace
metadata: { name: bare }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: rq, namespace: shop }
spec: { hard: { pods: "20", requests.cpu: "10" }, scopes: [NotTerminating, NotBestEffort] }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: objects, namespace: shop }
spec: { hard: { configmaps: "5", requests.memory: 20Gi } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: lr, namespace: shop }
spec: { limits: [{ type: Container, default: { cpu: 200m }, defaultRequest: { cpu: 100m }, max: { cpu: "2" } }] }
---
apiVersion: v1
kind: Pod
metadata: { name: one, namespace: shop }
spec: { containers: [{ name: c, image: "nginx:1.27", resources: { requests: { cpu: 1500m, memory: 1Gi } } }] }
`,
});

beforeAll(async () => {
  await work.podsim("run -f shop.yaml --nodes 1 --until 1m -o json");
});

const described = async (line: string): Promise<readonly string[]> =>
  (await work.podsim(line)).out.split("\n").slice(0, -1);

const NOT_BEST_EFFORT =
  "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.";
const NOT_TERMINATING =
  "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.";

describe("describe namespace", () => {
  test("shows its annotations, and the quotas and limit ranges in it", async () => {
    expect(await described("describe ns shop")).toEqual([
      "Name:         shop",
      "Labels:       kubernetes.io/metadata.name=shop",
      "              team=a",
      "Annotations:  owner: bob",
      "Status:       Active",
      "",
      "Resource Quotas",
      "  Name:            objects",
      "  Resource         Used  Hard",
      "  --------         ---   ---",
      "  configmaps       0     5",
      "  requests.memory  1Gi   20Gi",
      "  Name:            rq",
      "  Scopes:          NotBestEffort, NotTerminating",
      `  * ${NOT_BEST_EFFORT}`,
      `  * ${NOT_TERMINATING}`,
      "  Resource      Used   Hard",
      "  --------      ---    ---",
      "  pods          1      20",
      "  requests.cpu  1500m  10",
      "",
      "Resource Limits",
      " Type       Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio",
      " ----       --------  ---  ---  ---------------  -------------  -----------------------",
      " Container  cpu       -    2    100m             200m           -",
    ]);
  });

  test("says where there are none", async () => {
    expect((await described("describe ns bare")).slice(-3)).toEqual([
      "No resource quota.",
      "",
      "No LimitRange resource.",
    ]);
  });

  test("its annotations are in its object", async () => {
    expect((await work.podsim("get ns shop -o jsonpath={.metadata.annotations}")).out).toContain('{"owner":"bob"}');
  });
});

test("describe quota tells what its scopes are", async () => {
  expect(await described("describe quota rq -n shop")).toEqual([
    "Name:       rq",
    "Namespace:  shop",
    "Scopes:     NotBestEffort, NotTerminating",
    ` * ${NOT_BEST_EFFORT}`,
    ` * ${NOT_TERMINATING}`,
    "Resource      Used   Hard",
    "--------      ----   ----",
    "pods          1      20",
    "requests.cpu  1500m  10",
  ]);
});
