// The cells of -o wide that Deployments and ReplicaSets share: CONTAINERS and IMAGES of the template.
import type { PodTemplateSpec } from "@podsim/core";

export const templateCells = ({ spec }: PodTemplateSpec): readonly [containers: string, images: string] => [
  spec.containers.map(({ name }) => name).join(","),
  spec.containers.map(({ image }) => image).join(","),
];

export const TEMPLATE_COLUMNS = [
  { name: "CONTAINERS", wide: true },
  { name: "IMAGES", wide: true },
  { name: "SELECTOR", wide: true },
] as const;
