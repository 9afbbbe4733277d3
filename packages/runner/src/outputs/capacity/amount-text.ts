// Amounts of resources as kube-capacity writes them: CPU in thousandths, memory in mebibytes, shares cut to whole percent.

const MEBIBYTE = 2 ** 20;

/** "560m", "572Mi" (rounded up), "3". */
export const amountText = (resource: string, amount: number): string => {
  if (resource === "cpu") return `${String(Math.round(amount))}m`;
  if (resource === "memory" || resource === "ephemeral-storage") return `${String(Math.ceil(amount / MEBIBYTE))}Mi`;
  return String(Number(amount.toFixed(3)));
};

export const percentOf = (amount: number, whole: number): number =>
  whole === 0 ? 0 : Math.trunc((amount / whole) * 100);

/** "560m (28%)" */
export const shareText = (resource: string, amount: number, whole: number): string =>
  `${amountText(resource, amount)} (${String(percentOf(amount, whole))}%)`;

/** What is left: "1440m/2000m". */
export const leftText = (resource: string, amount: number, whole: number): string =>
  `${amountText(resource, whole - amount)}/${amountText(resource, whole)}`;
