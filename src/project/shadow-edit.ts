/** A replacement of a range by a text without line breaks, so that no later line moves. */
export interface ShadowEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
