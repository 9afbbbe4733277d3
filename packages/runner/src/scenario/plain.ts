// Decoded input as plain data: what is read has objects without a prototype behind it, which no log records.

/** An equal value made of ordinary objects and lists; fields that are undefined are left out. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
