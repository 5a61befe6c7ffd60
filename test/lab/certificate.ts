import { join } from 'node:path';
import { run } from './topology.ts';

const REQUEST = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server.example -days 1';

/** Makes a self-signed certificate; returns the file that holds it with its key. */
export function certificate(folder: string): string {
  const file = join(folder, 'certificate.pem');
  run('openssl', [...REQUEST.split(' '), '-keyout', file, '-out', `${file}.crt`]);
  run('sh', ['-c', `cat ${file}.crt >> ${file}`]);
  return file;
}
