/** Holds the files of a pack against its manifest. */
import { createHash } from 'node:crypto';
import { MANIFEST, type Manifest } from '../model/pack.ts';
import type { EntryFault, ZipFile } from './zip-reader.ts';

/** `same`: as the manifest lists it. */
export type FileState = 'same' | 'changed' | 'missing' | 'unlisted' | EntryFault;

export interface CheckedFile {
  readonly name: string;
  readonly state: FileState;
}

/** Every file of the manifest, and then those that it does not list. */
export function checkFiles({ files }: Manifest, found: readonly ZipFile[]): readonly CheckedFile[] {
  const byName = new Map(found.map((file) => [file.name, file]));
  const listed = new Set([MANIFEST, ...files.map(({ name }) => name)]);
  const known = files.map(({ name, bytes, sha256 }): CheckedFile => {
    const file = byName.get(name);
    if (file === undefined) return { name, state: 'missing' };
    if ('fault' in file) return { name, state: file.fault };
    const isSame = file.content.length === bytes && hashOf(file.content) === sha256;
    return { name, state: isSame ? 'same' : 'changed' };
  });
  // A name that is there twice, once right and once not, is named for the one that is not.
  const faulty = found.filter((file) => 'fault' in file && byName.get(file.name) !== file);
  const more = found.filter(({ name }) => !listed.has(name));
  const others = [...new Set([...more, ...faulty])].map((file): CheckedFile => {
    return { name: file.name, state: 'fault' in file ? file.fault : 'unlisted' };
  });
  return [...known, ...others];
}

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
