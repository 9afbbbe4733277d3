import fc from "fast-check";
import { expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

interface Document {
  readonly attempts: readonly { readonly node: string | null; readonly message: string }[];
  readonly results: readonly {
    readonly node: string | null;
    readonly message?: string;
    readonly preemption?: { readonly nominated: string | null; readonly victims: readonly string[] };
    readonly filter: readonly {
      readonly plugin: string;
      readonly reasons: readonly string[];
      readonly nodes: readonly string[];
    }[];
  }[];
}

const CLASSES = ["low", "high", "top"].map(
  (name, k) => `{ apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: ${name} }, value: ${k} }`,
);

const podsOf = (sizes: readonly (readonly [milli: number, level: number, zone: number])[]): string =>
  sizes
    .map(([milli, level, zone], k) => {
      const selector = zone === 0 ? "" : `nodeSelector: { kubernetes.io/hostname: node-${zone} }, `;
      const container = `{ name: app, image: nginx, resources: { requests: { cpu: ${milli}m } } }`;
      const priority = ["low", "high", "top"][level] ?? "low";
      const spec = `{ ${selector}terminationGracePeriodSeconds: 2, priorityClassName: ${priority}, containers: [${container}] }`;
      return `{ apiVersion: v1, kind: Pod, metadata: { name: p${k} }, spec: ${spec} }`;
    })
    .join("\n---\n");

const sizes = fc.array(
  fc.tuple(fc.constantFrom(400, 700, 1100, 1900), fc.integer({ min: 0, max: 2 }), fc.constantFrom(0, 0, 0, 1, 2)),
  { minLength: 4, maxLength: 9 },
);

test("table, JSON, Event text and what was recorded agree, whatever was promised to whom", async () => {
  let promises = 0;
  const property = fc.asyncProperty(sizes, fc.integer({ min: 1, max: 1e6 }), async (pods, seed) => {
    const desk = new Workplace({ "/desk/all.yaml": [...CLASSES, podsOf(pods)].join("\n---\n") });
    const ran = await desk.podsim(`run -f all.yaml --nodes 2xcpu=2,memory=16Gi --until 1m --seed ${seed} -q`);
    expect(ran).toMatchObject({ exit: 0 });
    for (const name of pods.map((_, k) => `pod/p${k}`).slice(-2)) {
      const { attempts } = JSON.parse((await desk.podsim(`explain ${name} -o json`)).out) as Document;
      for (const [k, attempt] of attempts.slice(0, 2).entries()) {
        const command = `explain ${name} --attempt ${k + 1}`;
        const told = JSON.parse((await desk.podsim(`${command} -o json`)).out) as Document;
        const { out: text } = await desk.podsim(command);
        const [decision] = told.results;
        expect([decision?.node, decision?.message ?? ""]).toEqual([attempt.node, attempt.message]);
        for (const { plugin, reasons, nodes } of decision?.filter ?? []) {
          const row = text
            .split("\n")
            .find((line) => line.trim().startsWith(`${nodes.length} `) && line.includes(plugin));
          expect(row).toContain(reasons.join(", "));
        }
        if (attempt.node !== null) expect(text).toContain(attempt.node);
        else expect(text).toContain(`  Warning FailedScheduling  ${attempt.message}\n`);
        const { nominated = null, victims = [] } = decision?.preemption ?? {};
        if (nominated === null) continue;
        promises += 1;
        expect(text).toContain(`makes room on ${nominated}: ${victims.join(", ")} `);
      }
    }
  });
  await fc.assert(property, { numRuns: 30, seed: 4 });
  expect(promises).toBeGreaterThan(5);
}, 120_000);
