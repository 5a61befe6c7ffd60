// Makes the fonts of the PDF reports: fetches the pinned packages into a temporary folder and writes
// TrueType subsets and their licences to src/pdf/fonts/. The same packages give the same bytes.
//
// Only plain TrueType is written: fontkit unpacks a whole .woff again for each glyph, and its
// subsets of .woff2 are many times too large.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODE, GB2312, LATIN, RARE_IN_NAMES, SYMBOLS, UNIFIED_IDEOGRAPHS } from './font-characters.ts';

const PACKAGES = [
  '@expo-google-fonts/noto-sans@0.4.2',
  '@expo-google-fonts/noto-sans-sc@0.4.3',
  'dejavu-fonts-ttf@2.37.3',
  'subset-font@2.9.0',
];

const HAN_REGULAR = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
const HAN_BOLD = '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf';

/** File in src/pdf/fonts, file in the package, characters kept. */
const SUBSETS: readonly (readonly [string, string, string])[] = [
  ['NotoSansSC-Regular.ttf', HAN_REGULAR, LATIN + SYMBOLS + GB2312 + RARE_IN_NAMES + UNIFIED_IDEOGRAPHS],
  ['NotoSansSC-Bold.ttf', HAN_BOLD, LATIN + SYMBOLS + GB2312 + RARE_IN_NAMES],
  ['NotoSans-Regular.ttf', '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf', LATIN + SYMBOLS],
  [
    'NotoSans-Italic.ttf',
    '@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf',
    LATIN + SYMBOLS,
  ],
  ['NotoSans-Bold.ttf', '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf', LATIN + SYMBOLS],
  ['DejaVuSansMono.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf', CODE],
  ['DejaVuSansMono-Bold.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf', CODE],
  ['DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf', SYMBOLS],
];

const LICENCES: readonly (readonly [string, string])[] = [
  ['LICENSE-NotoSansSC.txt', '@expo-google-fonts/noto-sans-sc/LICENSE_FONT'],
  ['LICENSE-NotoSans.txt', '@expo-google-fonts/noto-sans/LICENSE_FONT'],
  ['LICENSE-DejaVu.txt', 'dejavu-fonts-ttf/LICENSE'],
];

/** Kerning and marks only: ligatures save nothing in a report and make text harder to search. */
const FEATURES = ['ccmp', 'kern', 'mark', 'mkmk'];

type SubsetFont = (
  font: Buffer,
  characters: string,
  options: { targetFormat: 'truetype'; keepFeatures: readonly string[]; noHinting: boolean },
) => Promise<Buffer>;

const target = fileURLToPath(new URL('../src/pdf/fonts/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'whyrst-fonts-'));

try {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const npm = [
    'install',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--ignore-scripts',
    '--save-exact',
    ...PACKAGES,
  ];
  execFileSync('npm', npm, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  const modules = join(folder, 'node_modules');
  const subsetFont = createRequire(join(folder, 'package.json'))('subset-font') as SubsetFont;
  for (const [file, source, characters] of SUBSETS) {
    const options = { targetFormat: 'truetype', keepFeatures: FEATURES, noHinting: true } as const;
    const subset = await subsetFont(readFileSync(join(modules, source)), characters, options);
    writeFileSync(join(target, file), subset);
    process.stdout.write(`${file}: ${subset.length} bytes\n`);
  }
  for (const [file, source] of LICENCES) copyFileSync(join(modules, source), join(target, file));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
