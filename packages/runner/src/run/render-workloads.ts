// How the workloads stand at the end of the seed that a verdict shows, and what is wrong with those that are not up.
import type { Page } from "./verdict-page.js";
import type { Verdict } from "./verdict.js";
import { wellTexts } from "./workload-lines.js";

const objectName = (namespace: string, name: string): string =>
  namespace === "default" ? name : `${namespace}/${name}`;

const LISTED_MAX = 12;
const REASON_MAX = 200;

const clipped = (text: string): string => (text.length <= REASON_MAX ? text : `${text.slice(0, REASON_MAX - 1)}…`);

/** "3 of 3 Deployments available" and the same of other kinds. */
export const upTexts = ({ deployments, workloads }: Verdict): readonly string[] => {
  const up = deployments.filter(({ isAvailable }) => isAvailable).length;
  const text = `${String(up)} of ${String(deployments.length)} Deployments available`;
  return [...(deployments.length === 0 ? [] : [text]), ...wellTexts(workloads)];
};

export const renderWorkloads = (page: Page, verdict: Verdict): void => {
  const { deployments, workloads, troubles, refusals, pods } = verdict;
  const down = deployments.filter(({ isAvailable }) => !isAvailable);
  const words = [
    ...upTexts(verdict),
    `${String(pods.ready)} of ${String(pods.total)} pods ready`,
    ...(pods.pending > 0 ? [`${String(pods.pending)} pending`] : []),
    ...(pods.failed > 0 ? [`${String(pods.failed)} failed`] : []),
    ...(pods.succeeded > 0 ? [`${String(pods.succeeded)} succeeded`] : []),
    ...(pods.terminating > 0 ? [`${String(pods.terminating)} terminating`] : []),
  ];
  page.heading(
    "AT THE END",
    `  ${page.plain(words.join(" · "))}${verdict.seeds.length > 1 ? `   (seed ${String(verdict.shownSeed)})` : ""}`,
  );
  const rows = [
    ...down.map(({ namespace, name, available, replicas, reason }) => ({
      title: `deployment ${objectName(namespace, name)}`,
      text: `${String(available)}/${String(replicas)} available${reason === null ? "" : `: ${reason}`}`,
    })),
    ...workloads.flatMap(({ kind, namespace, name, wanted, achieved, isWell, reason }) =>
      isWell
        ? []
        : [
            {
              title: `${kind.toLowerCase()} ${objectName(namespace, name)}`,
              text: `${String(achieved)}/${String(wanted)}${reason === null ? "" : `: ${reason}`}`,
            },
          ],
    ),
    ...troubles.map(({ namespace, name, status, reason }) => ({
      title: `pod ${objectName(namespace, name)}`,
      text: `${status}${reason === "" ? "" : `: ${reason}`}`,
    })),
    ...refusals.map((text) => ({ title: "refused", text })),
  ];
  for (const { title, text } of rows.slice(0, LISTED_MAX)) {
    page.line(`  ${page.sign("warn")} ${page.plain(title)}   ${page.plain(clipped(text))}`);
  }
  if (rows.length > LISTED_MAX) page.line(`  and ${String(rows.length - LISTED_MAX)} more`);
};
