/** The manifest of a pack, `whyrst.pack/1`: what is in it, what it was made of, and how. Its schema: output/pack-schema.ts. */

/** Name and version of the contract. */
export const PACK_SCHEMA_ID = 'whyrst.pack/1';
/** Name of the manifest in the pack. */
export const MANIFEST = 'manifest.json';

export const packedKinds = ['report', 'analysis', 'evidence'] as const;
export type PackedKind = (typeof packedKinds)[number];

/** One file of the pack, the manifest left out. */
export interface PackedFile {
  readonly name: string;
  readonly kind: PackedKind;
  /** Of the content, not compressed. */
  readonly bytes: number;
  /** Hex SHA-256 of the content. */
  readonly sha256: string;
}

/** A capture that the pack was made of. Its name is hidden where the pack is redacted, its hash is that of the original. */
export interface PackedSource {
  readonly name: string;
  readonly role: 'only' | 'client' | 'server' | 'middle';
  readonly bytes: number;
  readonly packets: number;
  readonly sha256: string;
  /** How many files were joined. */
  readonly files: number;
}

/** What decides the verdicts beside the captures. Times are as they were given; null: not given. */
export interface PackedOptions {
  readonly vantage: 'client' | 'server' | 'middle' | null;
  /** null also where it is hidden. */
  readonly filter: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly timeZone: string;
  readonly date: string | null;
}

export interface Manifest {
  readonly schema: typeof PACK_SCHEMA_ID;
  readonly tool: { readonly name: 'whyrst'; readonly version: string };
  /** The rules that judged: how many causes, and the hex SHA-256 of what they declare. */
  readonly rules: { readonly causes: number; readonly sha256: string };
  readonly sources: readonly PackedSource[];
  readonly options: PackedOptions;
  /** Whether addresses, names and payload were replaced, and with them the names of captures; and whether a filter was hidden. */
  readonly redaction: { readonly redacted: boolean; readonly filterHidden: boolean };
  readonly files: readonly PackedFile[];
}
