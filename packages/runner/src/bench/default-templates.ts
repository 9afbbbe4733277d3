// What kube-scheduler's benchmarks make where they name no template: a node of 4 CPUs and 32Gi, a pod of 100m and 500Mi.
import type { Node, PodTemplateSpec } from "@podsim/core";

const ALLOCATABLE = { cpu: "4", memory: "32Gi", pods: "110" };
const REQUESTS = { cpu: "100m", memory: "500Mi" };

export const DEFAULT_NODE: Node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "template", namespace: "", labels: {}, annotations: {} },
  spec: { unschedulable: false, taints: [] },
  status: { capacity: ALLOCATABLE, allocatable: ALLOCATABLE, images: [] },
};

export const DEFAULT_POD: PodTemplateSpec = {
  metadata: { labels: {}, annotations: {} },
  spec: {
    initContainers: [],
    containers: [
      {
        name: "pause",
        image: "registry.k8s.io/pause:3.10",
        imagePullPolicy: "IfNotPresent",
        ports: [{ containerPort: 80, protocol: "TCP" }],
        resources: { requests: REQUESTS, limits: REQUESTS },
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
      },
    ],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    tolerations: [],
    schedulerName: "default-scheduler",
    priority: 0,
    preemptionPolicy: "PreemptLowerPriority",
  },
};
