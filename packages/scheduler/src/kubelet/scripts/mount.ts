// Where a container finds a volume.
/** A place in a container where a volume is mounted. */
export interface Mount {
  readonly volume: string;
  /** In the container, without a slash at the end. */
  readonly at: string;
  /** In the volume, "" = its root. */
  readonly subPath: string;
}
