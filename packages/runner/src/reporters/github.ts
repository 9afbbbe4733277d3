// github: annotations that GitHub Actions shows beside a change.
import type { Reporter } from "./reporter.js";
import { thresholdStory, thresholdTitle } from "./threshold-text.js";

/** As GitHub's own toolkit escapes what stands in a command. */
const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

export const github: Reporter = {
  name: "github",
  doc: "annotations for GitHub Actions",
  render: (result) => {
    const { name, verdict, complete } = result;
    const failed = verdict.thresholds.filter(({ isMet }) => !isMet);
    const lines = failed.map((threshold) => {
      const level = threshold.severity === "fail" ? "error" : "warning";
      const title = property(`${name}: ${thresholdTitle(threshold)}`);
      return `::${level} title=${title}::${data(thresholdStory(threshold, result))}`;
    });
    const stopped = complete
      ? []
      : [
          `::error title=${property(name)}::${data(`the run is not complete: ${verdict.stopped?.stopReason ?? "stopped"}`)}`,
        ];
    const met = verdict.thresholds.length - failed.length;
    const summary = `::notice title=${property(name)}::${data(`${verdict.status}: ${String(met)} of ${String(verdict.thresholds.length)} thresholds met`)}`;
    return [...stopped, ...lines, summary].map((line) => `${line}\n`).join("");
  },
};
