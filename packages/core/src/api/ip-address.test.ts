import { describe, expect, test } from "vitest";
import { cidr, ipAddress } from "./ip-address.js";

describe("IP addresses", () => {
  test.each([
    "10.9.8.7",
    "0.0.0.0",
    "255.255.255.255",
    "010.1.1.1",
    "::",
    "::1",
    "2001:db8::ffff",
    "1:2:3:4:5:6:7:8",
    "1::8",
    "::ffff:10.0.0.1",
    "1:2:3:4:5:6:10.0.0.1",
  ])("%s is one", (value) => {
    expect(ipAddress(value)).toEqual([]);
  });

  test.each([
    "",
    "foo",
    "10.9.8",
    "10.9.8.256",
    "10.9.8.7.6",
    "10.9.8.7/8",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "fe80::1%eth0",
    "1.2.3.4::",
    "1:2:3:4:5:6:7:10.0.0.1",
  ])("%j is none", (value) => {
    expect(ipAddress(value)).toEqual(["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]);
  });
});

describe("CIDRs", () => {
  test.each(["10.0.0.0/8", "10.1.2.3/32", "0.0.0.0/0", "2001:db8::/64", "::/128"])("%s is one", (value) => {
    expect(cidr(value)).toEqual([]);
  });

  test.each(["foo", "10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/", "/8", "10.0.0/8", "10.0.0.0/-1"])(
    "%j is none",
    (value) => {
      expect(cidr(value)).toEqual(["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]);
    },
  );
});
