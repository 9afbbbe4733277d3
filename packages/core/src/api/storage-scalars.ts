// What claims and volumes say in the same words: access modes, volume modes, an amount of storage.
import { compareQuantities, ZERO } from "../quantity.js";
import { listOf } from "./api-type.js";
import type { AccessMode, VolumeMode } from "./claim-spec.js";
import type { Path } from "./errors.js";
import { quantityFrom } from "./quantity-text.js";
import { enumeration } from "./scalars.js";
import type { Validity } from "./validity.js";

export const accessModes = listOf(
  enumeration<AccessMode>(["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]),
);

export const volumeMode = enumeration<VolumeMode>(["Block", "Filesystem"]);

/** `required` is what a server says where there is none. */
export const checkAccessModes = (
  check: Validity,
  path: Path,
  modes: readonly AccessMode[],
  required = "at least 1 access mode is required",
): void => {
  if (modes.length === 0) check.required(path, required);
  if (modes.includes("ReadWriteOncePod") && modes.length > 1) {
    check.forbidden(path, "may not use ReadWriteOncePod with other access modes", { fix: "keep one of the modes" });
  }
};

/** An amount of storage that has to be there and to be more than nothing. */
export const checkStorage = (check: Validity, at: Path, amount: string | undefined): void => {
  const path = [...at, "storage"];
  if (amount === undefined) return check.required(path);
  if (compareQuantities(quantityFrom(amount), ZERO) <= 0) check.invalid(path, amount, "must be greater than zero");
};
