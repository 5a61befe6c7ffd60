// How a capture says that it holds only some packets of another one: in the name of the program that wrote it (shb_userappl,
// draft-ietf-opsawg-pcapng §4.1), which every reader shows and only this one understands.

/** How many packets an excerpt holds, and how many the whole capture had. */
export interface ExcerptSize {
  readonly packets: number;
  readonly of: number;
}

const MARK = /^whyrst \S+ \(excerpt: (\d{1,15}) of (\d{1,15}) packets\)$/;

/** The name of the program, with the size of the excerpt. */
export function excerptMark(version: string, { packets, of }: ExcerptSize): string {
  return `whyrst ${version} (excerpt: ${packets} of ${of} packets)`;
}

/** What the name of a program says of an excerpt; null when it says nothing. */
export function readExcerptMark(application: string): ExcerptSize | null {
  const [, packets, of] = MARK.exec(application) ?? [];
  return packets === undefined ? null : { packets: Number(packets), of: Number(of) };
}
