// A fingerprint of plain data: equal for equal data, whatever the order of its keys.
import { interventionApplied } from "@podsim/core";
import { canonicalJson, createColumnLog } from "@podsim/core/log";
import type { JsonValue } from "@podsim/core/log";

/** 32 hexadecimal digits: the digest of a log that says nothing but this. */
export const fingerprint = (data: JsonValue): string => {
  const log = createColumnLog([interventionApplied]);
  log.append(0, interventionApplied, 0, -1, { name: "fingerprint", text: canonicalJson(data) });
  return log.digest();
};
