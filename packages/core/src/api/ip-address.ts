// Which IP addresses and CIDRs Kubernetes accepts where an object names them.

const NONE: readonly string[] = [];

/** Zeros in front of a number are let pass, as the API server does in fields of old. */
const isIpv4 = (value: string): boolean =>
  /^\d+\.\d+\.\d+\.\d+$/.test(value) && value.split(".").every((part) => Number(part) <= 255);

const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** How many of the eight groups the text gives; null where it is none. An IPv4 address at the end stands for two. */
const groupsIn = (value: string): number | null => {
  if (value === "") return 0;
  const parts = value.split(":");
  const last = parts.at(-1) ?? "";
  const isMapped = last.includes(".");
  if (isMapped && !isIpv4(last)) return null;
  const groups = isMapped ? parts.slice(0, -1) : parts;
  return groups.every((group) => GROUP.test(group)) ? groups.length + (isMapped ? 2 : 0) : null;
};

const isIpv6 = (value: string): boolean => {
  if (!value.includes(":")) return false;
  const [before = "", after, ...more] = value.split("::");
  if (more.length > 0) return false;
  if (after === undefined) return groupsIn(before) === 8;
  if (before.includes(".")) return false;
  const [left, right] = [groupsIn(before), groupsIn(after)];
  return left !== null && right !== null && left + right < 8;
};

export type IpFamily = "IPv4" | "IPv6";

/** Null for what is no address. */
export const ipFamilyOf = (value: string): IpFamily | null => (isIpv4(value) ? "IPv4" : isIpv6(value) ? "IPv6" : null);

export const ipAddress = (value: string): readonly string[] =>
  ipFamilyOf(value) === null ? ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"] : NONE;

export const cidr = (value: string): readonly string[] => {
  const slash = value.lastIndexOf("/");
  const family = slash < 0 ? null : ipFamilyOf(value.slice(0, slash));
  const bits = value.slice(slash + 1);
  const isRight = family !== null && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === "IPv4" ? 32 : 128);
  return isRight ? NONE : ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"];
};
