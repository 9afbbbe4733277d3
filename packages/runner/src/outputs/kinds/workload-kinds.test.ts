import { describe, expect, test } from "vitest";
import { textLines, Workplace } from "../../../testing/command-run.js";

/** The table's cells, line by line. */
const cells = (text: string): readonly (readonly string[])[] => textLines(text).map((line) => line.split(/\s{2,}/));

/** A run of the manifest, ready to be asked about. */
const ran = async (manifest: string, until: string, flags = "--nodes 3"): Promise<Workplace> => {
  const place = new Workplace({ "/desk/it.yaml": manifest });
  const run = await place.podsim(`run -f it.yaml ${flags} --until ${until}`);
  expect(run.exit, run.err).toBe(0);
  return place;
};

const valueOf = (text: string, title: string): string | undefined =>
  textLines(text)
    .find((line) => line.startsWith(`${title}:`))
    ?.slice(title.length + 1)
    .trim();

const job = (name: string, annotations: string, spec = ""): string => `apiVersion: batch/v1
kind: Job
metadata: { name: ${name} }
spec:
  template:
    metadata: { annotations: { ${annotations} } }
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: "perl:5.34.0" }]
${spec}---
`;

describe("Jobs", () => {
  const manifest =
    job("good", "podsim.dev/run-for: 10s", "  completions: 3\n  parallelism: 2\n") +
    job("bad", 'podsim.dev/run-for: 1s, podsim.dev/exit-code: "3"', "  backoffLimit: 0\n") +
    job("idle", "podsim.dev/run-for: 1s", "  suspend: true\n");

  test("get prints kubectl's columns", async () => {
    const place = await ran(manifest, "5m");
    const { out } = await place.podsim("get jobs");
    expect(cells(out).map((row) => row.slice(0, 3))).toEqual([
      ["NAME", "STATUS", "COMPLETIONS"],
      ["bad", "Failed", "0/1"],
      ["good", "Complete", "3/3"],
      ["idle", "Suspended", "0/1"],
    ]);
    const wide = await place.podsim("get job good -o wide");
    expect(cells(wide.out)[0]).toEqual([
      ...["NAME", "STATUS", "COMPLETIONS", "DURATION", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"],
    ]);
    expect(cells(wide.out)[1]?.slice(5, 7)).toEqual(["main", "perl:5.34.0"]);
  });

  test("describe prints kubectl's fields and the controller's Events", async () => {
    const place = await ran(manifest, "5m");
    const { out } = await place.podsim("describe job good");
    expect(
      ["Parallelism", "Completions", "Completion Mode", "Suspend", "Backoff Limit", "Pods Statuses"].map((title) =>
        valueOf(out, title),
      ),
    ).toEqual(["2", "3", "NonIndexed", "false", "6", "0 Active (0 Ready) / 3 Succeeded / 0 Failed"]);
    const events = out.slice(out.indexOf("Events:"));
    expect(events.match(/SuccessfulCreate .* job-controller {2}Created pod: good-/g)).toHaveLength(3);
    expect(events).toMatch(/Normal +Completed .* job-controller {2}Job completed/);
    const failed = await place.podsim("describe job bad");
    expect(failed.out).toMatch(
      /Warning +BackoffLimitExceeded .* job-controller {2}Job has reached the specified backoff limit/,
    );
  });

  test("as JSON it has the status a server keeps", async () => {
    const place = await ran(manifest, "5m");
    const { out } = await place.podsim("get job good -o json");
    const object = JSON.parse(out) as { readonly status: Record<string, unknown>; readonly apiVersion: string };
    expect(object.apiVersion).toBe("batch/v1");
    expect(object.status).toMatchObject({
      succeeded: 3,
      ready: 0,
      terminating: 0,
      conditions: [
        { type: "SuccessCriteriaMet", reason: "CompletionsReached" },
        { type: "Complete", message: "Reached expected number of succeeded pods" },
      ],
    });
    const pods = await place.podsim("get pods -o json");
    expect(pods.out).toContain('"kind": "Job"');
  });

  test("the verdict says how many are complete, and why the others are not", async () => {
    const place = new Workplace({ "/desk/it.yaml": manifest });
    const { out } = await place.podsim("run -f it.yaml --nodes 3 --until 5m");
    expect(out).toContain("1 of 3 Jobs complete");
    expect(out).toContain("job bad   0/1: BackoffLimitExceeded: Job has reached the specified backoff limit");
    expect(out).toContain("job idle   0/1: it is suspended");
    const json = await place.podsim("run -f it.yaml --nodes 3 --until 5m -o json");
    expect((JSON.parse(json.out) as { readonly workloads: readonly unknown[] }).workloads).toHaveLength(3);
  });
});

describe("CronJobs", () => {
  const cronJob = (name: string, spec = ""): string => `apiVersion: batch/v1
kind: CronJob
metadata: { name: ${name} }
spec:
  schedule: "*/2 * * * *"
  timeZone: Etc/UTC
  jobTemplate:
    spec:
${spec}      template: { spec: { restartPolicy: Never, containers: [{ name: main, image: "perl:5.34.0" }] } }
---
`;
  const manifest = cronJob("bare") + cronJob("told", "      completions: 1\n      parallelism: 1\n");

  test("describe knows of a template what was written: no Job's defaults, and no time zone in 1.34", async () => {
    const place = await ran(manifest, "1m");
    const bare = (await place.podsim("describe cj bare")).out;
    expect(["Parallelism", "Completions", "Suspend"].map((title) => valueOf(bare, title))).toEqual([
      ...["<unset>", "<unset>", "False"],
    ]);
    expect(bare).not.toContain("Time Zone");
    const told = (await place.podsim("describe cj told")).out;
    expect(["Parallelism", "Completions"].map((title) => valueOf(told, title))).toEqual(["1", "1"]);
  });

  test("as JSON its template has nothing of a Job's defaults", async () => {
    const place = await ran(manifest, "1m");
    const { out } = await place.podsim("get cj bare -o json");
    const { spec } = JSON.parse(out) as { readonly spec: { readonly jobTemplate: { readonly spec: object } } };
    expect(Object.keys(spec.jobTemplate.spec)).toEqual(["template"]);
  });
});
