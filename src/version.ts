import { createRequire } from 'node:module';

/** The version in package.json; found from src/ and from dist/ alike. */
export const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
