import { isLeft } from "fp-ts/lib/Either.js";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { adHocRun } from "./ad-hoc-run.js";
import { loadScenario } from "./load-scenario.js";
import type { LoadedRun, LoadOptions } from "./load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "./load-options.js";

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "nginx:1.27" }] }
`;

const load = (lines: string, options: Partial<LoadOptions> = {}, manifest = POD): LoadedRun => {
  const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: versions }
spec:
  clock: { stop: { after: 1h } }
  cluster: { manifests: [./web.yaml], nodes: [{ name: a, count: 1 }] }
${lines}`;
  const files = memoryFiles({ "s.yaml": text, "web.yaml": manifest });
  return loadScenario(
    "s.yaml",
    { ...DEFAULT_LOAD_OPTIONS, ...options },
    { files, readInput: memoryConsole().readInput },
  );
};

const settingsOf = (loaded: LoadedRun): unknown => {
  if (isLeft(loaded)) return loaded.left.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message));
  expect(loaded.right.warnings.filter(({ code }) => code === "W504")).toEqual([]);
  const { latencies: _, clockStartUs: __, ...rest } = loaded.right.settings;
  return rest;
};

const complaints = (loaded: LoadedRun): readonly string[] =>
  isLeft(loaded)
    ? loaded.left.flatMap(({ diagnostics }) => diagnostics.map((d) => `${d.code} ${d.message}; ${d.fix.title}`))
    : [];

describe("fields of a feature gate that is off", () => {
  const own = POD.replace("name: web, image", "name: web, restartPolicy: Never, image");
  const warned = (lines: string): readonly string[] => {
    const loaded = load(lines, {}, own);
    return isLeft(loaded) ? complaints(loaded) : loaded.right.warnings.map(({ code, message }) => `${code} ${message}`);
  };

  test("kubelet 3.24: containers' own restart policies are dropped under 1.34, and that is said", () => {
    expect(warned("")).toEqual(["W507 containers' own restartPolicy and restartPolicyRules are dropped (Pod web)"]);
    expect(warned('  kubernetes: "1.35"\n')).toEqual([]);
    expect(warned("  featureGates: { ContainerRestartRules: true }\n")).toEqual([]);
  });
});

describe("which Kubernetes a scenario means", () => {
  test("1.34 with nothing set where it says nothing", () => {
    expect(settingsOf(load(""))).toEqual({ kubernetes: "1.34" });
  });

  test("its own version, gates and kubelet settings, without a warning", () => {
    const lines = `  kubernetes: "1.35"
  featureGates: { ReduceDefaultCrashLoopBackOffDecay: true, ContainerRestartRules: false }
  kubelet: { crashLoopBackOff: { maxContainerRestartPeriod: 2m } }
`;
    expect(settingsOf(load(lines))).toEqual({
      kubernetes: "1.35",
      featureGates: { ReduceDefaultCrashLoopBackOffDecay: true, ContainerRestartRules: false },
      kubelet: { maxContainerRestartPeriodUs: 120 * SECOND },
    });
  });

  test("kubelet 5.12, 5.13: how images are pulled", () => {
    const lines =
      "  kubelet: { serializeImagePulls: false, maxParallelImagePulls: 3, registryPullQPS: 0, registryBurst: 20 }\n";
    expect(settingsOf(load(lines))).toMatchObject({
      kubelet: { serializeImagePulls: false, maxParallelImagePulls: 3, registryPullQPS: 0, registryBurst: 20 },
    });
    expect(settingsOf(load("  kubelet: { firstReadinessProbe: at-once }\n"))).toMatchObject({
      kubelet: { firstReadinessProbe: "at-once" },
    });
    expect(complaints(load("  kubelet: { serializeImagePull: true }\n"))).toEqual([
      'E101 unknown field "serializeImagePull" in kubelet; did you mean "serializeImagePulls"?',
    ]);
    expect(complaints(load("  kubelet: { serializeImagePulls: true, maxParallelImagePulls: 2 }\n"))).toEqual([
      "E108 a kubelet that pulls one image after the other pulls none in parallel; write serializeImagePulls: false, or remove one of the two",
    ]);
  });

  test("kubelet 9.7, 9.8, 9.11: when pods are evicted", () => {
    const lines = `  kubelet:
    evictionHard: { memory.available: 5%, pid.available: "1000" }
    evictionSoft: { memory.available: 1Gi }
    evictionSoftGracePeriod: { memory.available: 90s }
    evictionMinimumReclaim: { memory.available: 200Mi }
    evictionMaxPodGracePeriod: 60
    evictionPressureTransitionPeriod: 2m
`;
    const minReclaim = { amount: 200 * 2 ** 20 };
    expect(settingsOf(load(lines))).toMatchObject({
      kubelet: {
        evictionThresholds: [
          { signal: "memory.available", value: { share: 0.05 }, graceUs: 0, minReclaim },
          { signal: "pid.available", value: { amount: 1_000 }, graceUs: 0, minReclaim: null },
          { signal: "memory.available", value: { amount: 2 ** 30 }, graceUs: 90 * SECOND, minReclaim },
        ],
        evictionMaxPodGraceSeconds: 60,
        evictionPressureTransitionUs: 120 * SECOND,
      },
    });
  });

  test.each([
    ["evictionHard: { memory.available: lots }", 'E103 "lots" is no eviction threshold; write 100Mi or 10%'],
    [
      "evictionHard: { memory.availabel: 5% }",
      'E101 unknown field "memory.availabel" in evictionHard; did you mean "memory.available"?',
    ],
    [
      "evictionHard: { nodefs.inodesFree: 5% }",
      'E109 "nodefs.inodesFree" is not supported by this version; leave it out',
    ],
    [
      "evictionSoft: { memory.available: 1Gi }",
      "E107 evictionSoft memory.available has no grace period; add evictionSoftGracePeriod: { memory.available: 90s }",
    ],
    [
      "imageGCLowThresholdPercent: 90",
      "E108 images would be thrown out down to no less than what they are thrown out from; lower imageGCLowThresholdPercent, which is 80 where it is not set",
    ],
    [
      "shutdownGracePeriodCriticalPods: 10s",
      "E108 critical pods are given more time to shut down than there is; raise shutdownGracePeriod, which is for all pods together",
    ],
  ])("refuses %s", (line, complaint) => {
    expect(complaints(load(`  kubelet: { ${line} }\n`))).toEqual([complaint]);
  });

  test("the one asked for on the command line instead", () => {
    expect(settingsOf(load("", { kubernetes: "1.35" }))).toEqual({ kubernetes: "1.35" });
    const files = memoryFiles({ "web.yaml": POD });
    const options = { files: ["web.yaml"], nodes: ["1"], untilUs: null, strict: false, seeds: [1] };
    const access = { files, readInput: memoryConsole().readInput };
    expect(settingsOf(adHocRun({ ...options, kubernetes: "1.35" }, access))).toEqual({ kubernetes: "1.35" });
    expect(settingsOf(adHocRun(options, access))).toEqual({ kubernetes: "1.34" });
  });

  test("refuses gates it does not know, and what is no switch", () => {
    expect(complaints(load("  featureGates: { ContainerRestartRule: true }\n"))).toEqual([
      'E101 unknown field "ContainerRestartRule" in featureGates; did you mean "ContainerRestartRules"?',
    ]);
    expect(complaints(load("  featureGates: { ContainerRestartRules: yes please }\n"))[0]).toMatch(/^E104 /);
  });

  test("kubelet 4.10: a maximum below 1s, above 300s or without its gate is refused", () => {
    const period = (text: string, version: string): readonly string[] =>
      complaints(
        load(`  kubernetes: "${version}"\n  kubelet: { crashLoopBackOff: { maxContainerRestartPeriod: ${text} } }\n`),
      );
    expect(period("500ms", "1.35")[0]).toMatch(/^E108 "500ms" is not a maximum/);
    expect(period("301s", "1.35")[0]).toMatch(/^E108 "301s" is not a maximum/);
    expect(period("30", "1.35")[0]).toMatch(/^E102 /);
    expect(period("300s", "1.35")).toEqual([]);
    expect(period("30s", "1.34")[0]).toMatch(/^E108 a kubelet does not take this setting while/);
  });
});

describe("a version after the newest that is modelled", () => {
  const asking = (version: string, options: Partial<LoadOptions> = {}): LoadedRun =>
    load(`  kubernetes: ${version}\n`, options);

  test("is run by the rules of the newest, which is said", () => {
    for (const written of ['"1.36"', "1.36"]) {
      const loaded = asking(written);
      if (isLeft(loaded)) throw new TypeError(complaints(loaded).join());
      expect(loaded.right.settings.kubernetes).toBe("1.35");
      expect(loaded.right.warnings.map(({ code, line, message }) => `${code}:${String(line)} ${message}`)).toEqual([
        "W504:7 Kubernetes 1.36 is run by the rules of 1.35",
      ]);
    }
  });

  test("is refused where warnings are, is no matter where another is asked for, and is no other than the next", () => {
    expect(complaints(asking('"1.36"', { strict: true }))[0]).toMatch(/^W504 .*; write "1\.35"/);
    const asked = asking('"1.36"', { kubernetes: "1.34" });
    if (isLeft(asked)) throw new TypeError(complaints(asked).join());
    expect([asked.right.settings.kubernetes, asked.right.warnings]).toEqual(["1.34", []]);
    expect(complaints(asking('"1.63"'))[0]).toMatch(/^E108 Kubernetes "1.63" is not modelled/);
  });
});
