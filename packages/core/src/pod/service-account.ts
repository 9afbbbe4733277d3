// Which service account a pod runs as.
import type { PodSpec } from "../api/pod.js";

/** The account the server gives to a pod that names none. */
const DEFAULT_ACCOUNT = "default";

/** The account that the spec names; "" if it names none. */
export const namedServiceAccount = ({ serviceAccountName, serviceAccount }: PodSpec): string =>
  serviceAccountName ?? serviceAccount ?? "";

/** The account of a pod with that spec. */
export const serviceAccountOf = (spec: PodSpec): string => namedServiceAccount(spec) || DEFAULT_ACCOUNT;
