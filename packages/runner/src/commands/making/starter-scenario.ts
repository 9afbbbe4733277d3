// The scenario of `podsim init` without a dump: small enough to be read at once, with something to change in it.
const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: web }
spec:
  question: Is web ever below two thirds while a node is drained?
  clock: { stop: { after: 15m } }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: node, count: 3 }]
  timeline:
    - { at: 5m, drain: { nodes: { names: [node-1] } } }
  thresholds:
    'sim_available_ratio{deployment="web"}': [{ expr: min >= 0.66, window: { from: 2m } }]
`;

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 6
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: app
          image: nginx:1.29
          ports: [{ containerPort: 80 }]
          readinessProbe: { httpGet: { port: 80 } }
          resources: { requests: { cpu: 250m, memory: 256Mi } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 4, selector: { matchLabels: { app: web } } }
`;

export const starterFiles = (): readonly { readonly name: string; readonly content: string }[] => [
  { name: "web.yaml", content: MANIFEST },
  { name: "scenario.yaml", content: SCENARIO },
];
