import { beforeAll, expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const work = new Workplace({
  "shop.yaml": `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }], sessionAffinity: ClientIP }
---
apiVersion: v1
kind: Service
metadata: { name: np }
spec: { type: NodePort, selector: { app: web }, externalTrafficPolicy: Local, ports: [{ port: 80, nodePort: 30080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: lb }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }], loadBalancerSourceRanges: [10.0.0.0/8], trafficDistribution: PreferClose }
---
apiVersion: v1
kind: Service
metadata: { name: ext }
spec: { type: ExternalName, externalName: example.com }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Service
metadata: { name: free }
spec: { clusterIP: None, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 5
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: "nginx:1.27" }] } }
`,
});

beforeAll(async () => {
  await work.podsim("run -f shop.yaml --nodes 1 --until 1m -o json");
});

/** The lines from the one on the type to the Events. */
const described = async (name: string): Promise<readonly string[]> => {
  const lines = (await work.podsim(`describe svc ${name}`)).out.split("\n");
  return lines.slice(
    lines.findIndex((line) => line.startsWith("Type:")),
    lines.findIndex((line) => line.startsWith("Events:")),
  );
};

test("a Service says how it is reached, with what the server fills in", async () => {
  const lines = await described("web");
  expect(lines.map((line) => line.replace(/(\d+\.){3}\d+/g, "ADDRESS"))).toEqual([
    "Type:                     ClusterIP",
    "IP Family Policy:         SingleStack",
    "IP Families:              IPv4",
    "IP:",
    "IPs:                      <none>",
    "Port:                     <unset>  80/TCP",
    "TargetPort:               80/TCP",
    "Endpoints:                ADDRESS:80,ADDRESS:80,ADDRESS:80 + 2 more...",
    "Session Affinity:         ClientIP",
    "Internal Traffic Policy:  Cluster",
  ]);
});

test("those reached from outside say where that traffic goes", async () => {
  expect((await described("np")).slice(-3)).toEqual([
    "Session Affinity:         None",
    "External Traffic Policy:  Local",
    "Internal Traffic Policy:  Cluster",
  ]);
  expect((await described("lb")).slice(-5)).toEqual([
    "Session Affinity:            None",
    "External Traffic Policy:     Cluster",
    "Internal Traffic Policy:     Cluster",
    "LoadBalancer Source Ranges:  10.0.0.0/8",
    "Traffic Distribution:        PreferClose",
  ]);
});

test("a name outside the cluster has no addresses", async () => {
  expect(await described("ext")).toEqual([
    "Type:              ExternalName",
    "IP Families:       <none>",
    "IP:",
    "IPs:               <none>",
    "External Name:     example.com",
    "Session Affinity:  None",
  ]);
});

test("a headless Service has no endpoints while it selects nobody, one without a selector is of both families", async () => {
  const db = await described("db");
  expect(db.slice(1, 5).map((line) => line.slice(26))).toEqual(["SingleStack", "IPv4", "None", "None"]);
  expect(db).toContain("Endpoints:");
  const free = await described("free");
  expect(free.slice(1, 3).map((line) => line.slice(26))).toEqual(["RequireDualStack", "IPv4,IPv6"]);
  expect(free).toContain("Endpoints:                <none>");
});
