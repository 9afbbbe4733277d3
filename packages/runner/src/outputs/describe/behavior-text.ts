// What a container was made to do in the run, in one line: the Model block of describe.
import { formatDuration } from "@podsim/core";
import type { Behavior, Distribution, Usage } from "@podsim/core";

const distributionText = (distribution: Distribution): string => {
  switch (distribution.kind) {
    case "constant":
      return formatDuration(distribution.value);
    case "uniform":
      return `${formatDuration(distribution.min)}-${formatDuration(distribution.max)}`;
    case "exponential":
      return `about ${formatDuration(distribution.mean)} (exponential)`;
    case "lognormal":
      return `${formatDuration(distribution.p50)} (p99 ${formatDuration(distribution.p99)})`;
  }
};

const sizeText = (bytes: number): string => {
  const mebibytes = bytes / (1024 * 1024);
  return `${mebibytes >= 10 ? Math.round(mebibytes) : Math.round(mebibytes * 10) / 10}Mi`;
};

const imageText = ({ image }: Behavior): string => {
  if (image.missing) return "image missing from its registry";
  const speed = image.cached ? "on every node from the start" : `pulled at ${sizeText(image.pullBytesPerSecond)}/s`;
  return `image ${sizeText(image.sizeBytes)} ${speed}`;
};

const percentText = (share: number): string => `${Number((share * 100).toPrecision(3))}%`;

const probeTexts = ({ probes, script }: Behavior): readonly string[] =>
  (["startup", "liveness", "readiness"] as const).flatMap((type) => {
    const probe = probes[type];
    if (probe === null || script?.probes.includes(type) === true) return [];
    if (probe.passAfter === "never") return [`${type} probe never passes`];
    const passes =
      probe.passAfter === "startup" ? [] : [`${type} probe passes after ${formatDuration(probe.passAfter)}`];
    const fails = probe.failFrom === null ? [] : [`${type} probe fails from ${formatDuration(probe.failFrom)}`];
    const takes = probe.takes === undefined ? [] : [`${type} probe takes ${formatDuration(probe.takes)}`];
    const flaps =
      probe.flap === undefined
        ? []
        : [
            `${type} probe fails for ${distributionText(probe.flap.lasts)} in ${percentText(probe.flap.chance)} of its tries`,
          ];
    return [...passes, ...fails, ...takes, ...flaps];
  });

const usageText = (what: string, usage: Usage | null | undefined): readonly string[] => {
  if (usage === null || usage === undefined) return [];
  if (usage.kind === "drawn") return [`${what} drawn once per start`];
  const [first, last] = [usage.points[0], usage.points.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (first === last) return [`${what} ${sizeText(first.amount)}`];
  const how = first.until === "ramp" ? "" : "in steps ";
  return [`${what} ${how}from ${sizeText(first.amount)} to ${sizeText(last.amount)} over ${formatDuration(last.atUs)}`];
};

const endText = ({ run, exitCode, script }: Behavior): string => {
  if (script?.ends === true) return "its command is followed in virtual time";
  return run === null ? "runs until stopped" : `exits ${exitCode} after ${distributionText(run)}`;
};

const signalTexts = ({ onSigterm, script }: Behavior): readonly string[] => {
  if (script?.signals === true) return [];
  return [onSigterm === "ignore" ? "ignores SIGTERM" : `ends ${distributionText(onSigterm.exitAfter)} after SIGTERM`];
};

/** "serves after 2s; runs until stopped; image 80Mi pulled at 60Mi/s; …"; of what its commands say themselves nothing. */
export const behaviorText = (behavior: Behavior): string => {
  const { startup, crash, startError } = behavior;
  if (startError !== undefined)
    return ["cannot be started: its image lacks the program", imageText(behavior)].join("; ");
  const parts = [`serves after ${distributionText(startup)}`, endText(behavior)];
  if (crash !== null) {
    const share = crash.chance >= 1 ? "" : ` in ${Math.round(crash.chance * 100)}% of its starts`;
    parts.push(`crashes${share} after ${distributionText(crash.after)}`);
  }
  parts.push(...usageText("memory", behavior.use?.memory), ...usageText("disk", behavior.use?.disk));
  parts.push(imageText(behavior), ...probeTexts(behavior), ...signalTexts(behavior));
  return parts.join("; ");
};
