// Files within the document: what it says, for programs.
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { PdfOptions } from './options.ts';

type Files = NonNullable<TDocumentDefinitions['files']>;

/** pdfmake reads files from addresses alone, so each becomes one that holds it. Their dates are that of the document. */
export function attachedFiles({ attachments = [], date }: PdfOptions): Files {
  return Object.fromEntries(
    attachments.map(({ name, description, type, bytes }, index) => [
      `attachment-${index + 1}`,
      {
        src: `data:${type};base64,${Buffer.from(bytes).toString('base64')}`,
        name,
        description,
        type,
        creationDate: date,
        modifiedDate: date,
        relationship: 'Data',
      },
    ]),
  );
}
