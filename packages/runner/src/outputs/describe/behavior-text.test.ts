import { expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const scenario = (timeline: string): string => `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: model }
spec:
  clock: { stop: { after: 10m } }
  cluster: { manifests: [./pod.yaml], nodes: [{ name: node }] }
  timeline: ${timeline}
`;

const pod = (container: string, annotations: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web, annotations: { ${annotations} } }
spec: { restartPolicy: Never, containers: [{ name: app, ${container} }] }
`;

/** The lines under Model: of the pod's description at the end. */
const modelOf = async (container: string, timeline = "[]", annotations = ""): Promise<readonly string[]> => {
  const files = { "/desk/pod.yaml": pod(container, annotations), "/desk/scenario.yaml": scenario(timeline) };
  const place = new Workplace(files);
  expect(await place.podsim("run scenario.yaml")).toMatchObject({ exit: 0 });
  const { out } = await place.podsim("describe pod web");
  return out
    .slice(out.indexOf("\nModel:\n") + 8)
    .trimEnd()
    .split("\n");
};

test("a pod that was changed, or debugged, has the behaviours of what it is now", async () => {
  const lines = await modelOf(
    "image: nginx",
    `
    - { at: 5m, patch: { target: pod/web, set: { "spec.containers[app].image": "nginx:1.29" } } }
    - { at: 6m, debug: { target: pod/web, image: "busybox:1.36", name: looker } }`,
  );
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}app: +behavior default: serves after /),
    expect.stringMatching(/^ {2}looker: +behavior default: /),
  ]);
});

test("of a command that is followed nothing is said but that", async () => {
  const [line] = await modelOf('image: busybox, command: [sh, -c, "sleep 30; exit 3"]');
  expect(line).toBe(
    "  app:  behavior default: serves after 0s; its command is followed in virtual time; image 2Mi pulled at 60Mi/s",
  );
});

test("what is said of its end counts where its command would have", async () => {
  const annotations = '"podsim.dev/run-for": 3s';
  const [line] = await modelOf('image: busybox, command: [sh, -c, "sleep 30"]', "[]", annotations);
  expect(line).toContain("exits 0 after 3s; ");
  expect(line).toContain("SIGTERM");
});
