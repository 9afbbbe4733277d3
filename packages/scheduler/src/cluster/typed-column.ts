// Typed arrays that grow: one number per dense index, zero where nothing was written.

export type TypedColumn = Float64Array | Int32Array | Uint8Array;

const FIRST_LENGTH = 16;

/** The column itself if `ix` lies in it, else a copy at least twice as long. */
export const withRoom = <Column extends TypedColumn>(column: Column, ix: number): Column => {
  if (ix < column.length) return column;
  const Kind = column.constructor as new (length: number) => Column;
  const wider = new Kind(Math.max(FIRST_LENGTH, 2 * column.length, ix + 1));
  wider.set(column);
  return wider;
};
