/** A reason that the RST itself states, apart from any that was inferred. */
export interface Stated {
  /**
   * `diagnosticPayload`: a code of the registry “TCP Failure Causes” (draft-ietf-tcpm-rst-diagnostic-payload §4.1). `vendorPayload`: the same
   * format with a code of the enterprise `pen`. `netScalerWindow`: a window that is one of NetScaler's reset codes.
   */
  readonly by: 'diagnosticPayload' | 'vendorPayload' | 'netScalerWindow';
  readonly code: number;
  readonly pen: number;
  /** What the code means: key of locales common `stated.meanings`; null when the code is not in the table. */
  readonly meaning: string | null;
  /** The verdict names a cause, and neither it nor those tied with it are what the code says. */
  readonly conflict: boolean;
}
