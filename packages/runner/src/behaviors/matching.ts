// Which containers a behaviour of a scenario is about.
import { isLeft } from "fp-ts/lib/Either.js";
import { compileLabelSelector, selectorErrorText } from "@podsim/core";
import type { Container, LabelTest, PodTemplateSpec } from "@podsim/core";
import type { BehaviorMatch } from "./behavior-spec.js";

/** Whether `namespaces` (those a template is used in) are all meant is for the caller to see to. */
export interface Matcher {
  readonly namespace: string | null;
  readonly matches: (template: PodTemplateSpec, container: Pick<Container, "name" | "image">) => boolean;
}

/** A text with * for any characters, as a test. */
const compileGlob = (pattern: string): ((text: string) => boolean) => {
  if (!pattern.includes("*")) return (text) => text === pattern;
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const test = new RegExp(`^${parts.join(".*")}$`, "s");
  return (text) => test.test(text);
};

const everything = (): boolean => true;

/** What is wrong with the selector, in Kubernetes' words; null when it can be used. */
export const selectorProblem = ({ labelSelector }: BehaviorMatch): string | null => {
  if (labelSelector === null) return null;
  const compiled = compileLabelSelector(labelSelector);
  return isLeft(compiled) ? selectorErrorText(compiled.left) : null;
};

export const compileMatch = ({ labelSelector, namespace, image, container }: BehaviorMatch): Matcher => {
  const compiled = labelSelector === null ? null : compileLabelSelector(labelSelector);
  const labels: LabelTest = compiled === null || isLeft(compiled) ? everything : compiled.right;
  const isImage = image === null ? everything : compileGlob(image);
  const isContainer = container === null ? everything : compileGlob(container);
  return {
    namespace,
    matches: (template, one) => isImage(one.image) && isContainer(one.name) && labels(template.metadata.labels),
  };
};
