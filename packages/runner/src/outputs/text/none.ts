// The words kubectl prints where there is nothing to print.

export const NONE = "<none>";
export const UNKNOWN = "<unknown>";
export const UNSET = "<unset>";
export const PENDING = "<pending>";

export const orNone = (text: string): string => (text === "" ? NONE : text);
