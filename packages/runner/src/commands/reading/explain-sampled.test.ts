import { expect, test } from "vitest";
import { webManifest, Workplace } from "../../../testing/command-run.js";

const AFFINITY = `affinity:
        nodeAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - { weight: 1, preference: { matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [node-7] }] } }
      containers:`;

const MANIFEST = webManifest({
  "replicas: 2": "replicas: 150",
  "containers:": AFFINITY,
  "cpu: 100m, memory: 64Mi": "cpu: 10m, memory: 16Mi",
});

test("ux 1.2: where a try stopped before the best node of all, explain does not claim that it chose among all", async () => {
  const desk = new Workplace({ "/desk/web.yaml": MANIFEST });
  const ran = await desk.podsim("run -f web.yaml --nodes 300 --until 1m -q");
  expect(ran.exit, ran.err).toBe(0);
  const { out } = await desk.podsim("get pods -o name");
  const told: string[] = [];
  for (const name of out.trim().split("\n").slice(0, 12)) told.push((await desk.podsim(`explain ${name}`)).out);
  const stopped =
    /node-7 scores highest of all nodes that fit; the try stopped at \d+ of them, ranked those and took node-\d+\n/;
  const stoppedCount = told.filter((text) => stopped.test(text)).length;
  expect(stoppedCount).toBeGreaterThan(0);
  // Whoever was placed on the best of all is told so; nobody else.
  expect(told.filter((text) => /won by|tie of/.test(text)).length).toBe(told.length - stoppedCount);
});
