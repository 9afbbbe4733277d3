import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { OneNode } from "@podsim/scheduler/testing";
import { describe, expect, test } from "vitest";
import { frameOf } from "../../../testing/chronicle.js";
import { viewAt } from "../view/make-view.js";
import type { RunView } from "../view/run-view.js";
import type { Gantt } from "./gantt.js";
import { renderGantt } from "./gantt.js";
import { nodeGantt } from "./node-life.js";
import { podGantt } from "./pod-life.js";

const constant = (seconds: number): { kind: "constant"; value: number } => ({
  kind: "constant",
  value: seconds * SECOND,
});

const viewOf = (node: OneNode, seconds: number): RunView =>
  viewAt(frameOf(node.log), node.log.length, seconds * SECOND);

const drawn = (gantt: Gantt | null, ascii = false): readonly string[] =>
  gantt === null ? [] : renderGantt(gantt, { width: 100, ascii });

describe("the timeline of a pod", () => {
  const node = new OneNode({ behaviors: { app: { run: constant(10), exitCode: 1 } } });
  node.pod(0, aSpec({ containers: [aContainer()] }), "web-1");
  node.run(80);

  test("shows phase, containers with exits and waits, readiness, and says what the signs mean", () => {
    expect(drawn(podGantt(viewOf(node, 80), "default", "web-1"))).toEqual([
      "default/web-1 on node-1   one column = 1s",
      "                 0s                  20s                 40s                 1m",
      "  phase          PPPPRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR▸",
      "  container app   ░░██████████X██████████X▒▒▒▒▒▒▒▒▒▒▒▒██████████X▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒██████▸",
      "  ready          ····▬▬▬▬▬▬▬▬▬▬·▬▬▬▬▬▬▬▬▬▬·············▬▬▬▬▬▬▬▬▬▬···························▬▬▬▬▬▸",
      "  app: exit 1 at 13.500s, 24.200s, 47.200s",
      "  app: back-off 10s 20s 40s (starts anew after 10m0s of running)",
      "  P Pending   R Running   ░ pulling   █ running   X exit with an error   ▒ waiting   · not ready   ▬ ready",
    ]);
  });

  test("in ASCII no other sign is used", () => {
    const text = drawn(podGantt(viewOf(node, 80), "default", "web-1"), true).join("\n");
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    expect(text).toContain("# running");
  });

  test("a pod that is gone is still found, and ends where it ended", () => {
    const gone = new OneNode();
    gone.pod(0, aSpec(), "web-1");
    gone.delete(20, 0, 1);
    gone.run(100);
    const gantt = podGantt(viewOf(gone, 100), "default", "web-1");
    expect(gantt?.goesOn).toBe(false);
    expect(gantt?.title).toMatch(/^default\/web-1 on node-1 \(gone at 2\d(\.\d+)?s\)$/);
    expect(gantt?.toUs).toBeLessThan(30 * SECOND);
  });

  test("a name that no pod ever had has none", () => {
    expect(podGantt(viewOf(node, 80), "default", "nobody")).toBeNull();
  });
});

describe("the timeline of a pod of many containers", () => {
  const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
  const httpGet = { path: "/", port: 80, scheme: "HTTP" as const };
  const probes = (over: object) => ({ probes: { startup: null, liveness: null, readiness: null, ...over } });
  const hooks = {
    postStart: { takes: constant(0), fails: false },
    preStop: { takes: constant(5), fails: false },
  };
  const node = new OneNode({
    behaviors: {
      migrate: { ...cached, run: constant(6), exitCode: 0 },
      proxy: { ...cached, ...probes({ startup: { passAfter: 5 * SECOND, failFrom: null, failure: "no" } }) },
      app: { ...cached, hooks, ...probes({ liveness: { passAfter: 0, failFrom: 20 * SECOND, failure: "no" } }) },
      worker: { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: true, cached: false } },
    },
  });
  const lifecycle = { preStop: { exec: { command: ["sleep", "5"] } } };
  node.pod(
    0,
    aSpec({
      initContainers: [
        aContainer({ name: "migrate" }),
        aContainer({ name: "proxy", sidecar: true, startupProbe: aProbe({ httpGet, periodSeconds: 2 }) }),
      ],
      containers: [
        aContainer({
          name: "app",
          lifecycle,
          livenessProbe: aProbe({ httpGet, periodSeconds: 5, failureThreshold: 1 }),
        }),
        aContainer({ name: "worker", image: "nowhere/worker:1" }),
      ],
    }),
    "web-1",
  );
  node.run(60);

  test("init containers, sidecars, probes, stops, hooks and failed pulls each have their row, sign and words", () => {
    expect(drawn(podGantt(viewOf(node, 60), "default", "web-1"))).toEqual([
      "default/web-1 on node-1   one column = 1s",
      "                    0s                  20s                 40s",
      "  phase             PPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP▸",
      "  init migrate       ██████C                                                    ▸",
      "  sidecar proxy             ████████████████████████████████████████████████████▸",
      "  probes proxy                s s +                                             ▸",
      "  container app                   █████████████████████▓▓▓▓▓C███████████████████▸",
      "  probes app                                           l                        ▸",
      "  container worker                ░░░E▒▒▒▒▒▒▒▒▒▒▒▒░░░E▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒░░░E▒▸",
      "  ready             ····························································▸",
      "  migrate: exit 0 at 7.500s",
      "  app: killed for its liveness probe at 35.500s",
      "  app: exit 0 at 40.600s",
      "  app: preStop completed at 40.500s after 5s",
      "  worker: pull failed at 17.700s, 33s, 58s",
      "  worker: image back-off 10s 20s 40s",
      "  P Pending   █ running   C exit 0   s startup probe failed   + startup probe succeeded   ▓ stopping   l liveness probe failed   ░ pulling   E pull failed   ▒ waiting   · not ready",
    ]);
  });
});

test("the timeline of a node shows when its machine was lost and when that was noticed", () => {
  const node = new OneNode();
  node.fail(60, "power-off");
  node.recover(100);
  node.run(200);
  const gantt = nodeGantt(viewOf(node, 200), "node-1");
  expect(gantt?.notes).toEqual(["lost (power-off) at 1m0s", "back at 1m40s"]);
  expect(gantt?.rows.map(({ label }) => label)).toEqual(["condition", "machine", "cordon", "pods (max 0)"]);
  expect(gantt?.rows[1]?.segments.map(({ fromUs, toUs }) => [fromUs / SECOND, toUs / SECOND])).toEqual([
    [0, 60],
    [60, 100],
    [100, 200],
  ]);
});

test("a short span is drawn in small columns, a long one in large ones", () => {
  const gantt = (toUs: number): Gantt => ({
    title: "x",
    fromUs: 0,
    toUs,
    goesOn: true,
    rows: [{ label: "row", segments: [{ fromUs: 0, toUs, glyph: { sign: "█", ascii: "#", meaning: "on" } }] }],
    notes: [],
  });
  const scale = (toUs: number): string => renderGantt(gantt(toUs), { width: 80, ascii: false })[0] ?? "";
  expect(scale(50_000)).toBe("x      one column = 1ms");
  expect(scale(2 * 3600 * SECOND)).toBe("x      one column = 2m0s");
  expect(scale(40 * 24 * 3600 * SECOND)).toBe("x      one column = 24h0m0s");
  for (const line of renderGantt(gantt(2 * 3600 * SECOND), { width: 80, ascii: false }))
    expect([...line].length).toBeLessThanOrEqual(80);
});
