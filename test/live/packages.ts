/** Installs the ticket systems from Debian's packages. Nothing is asked, and no database of theirs is made: each run brings its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { run } from './program.ts';

/** `msmtp-mta` stands for the mail server that RT asks for: it runs no daemon. */
const PACKAGES = ['redmine', 'redmine-sqlite', 'msmtp-mta', 'request-tracker5', 'rt5-db-sqlite', 'rt5-standalone'];

const ANSWERS = `
redmine redmine/instances/default/dbconfig-install boolean false
request-tracker5 request-tracker5/dbconfig-install boolean false
request-tracker5 request-tracker5/handle-siteconfig-permissions boolean true
request-tracker5 request-tracker5/install-cronjobs boolean false
msmtp msmtp/apparmor boolean false
`;

/** Another package manager may hold the lock; seconds. */
const LOCK_PATIENCE = 120;

/** Why the servers cannot run here, or undefined. */
export function missing(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  const tool = ['apt-get', 'debconf-set-selections', 'setpriv'].find(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0,
  );
  return tool === undefined ? undefined : `no ${tool}`;
}

/** Installs what is not there yet; returns whether anything had to be. */
export function install(): boolean {
  if (PACKAGES.every(isInstalled)) return false;
  // The last of them brings back what was removed from /etc by hand or with an earlier installation.
  const quiet = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8', UCF_FORCE_CONFFMISS: '1' };
  const env: NodeJS.ProcessEnv = { ...process.env, ...quiet };
  apt(env, 'update');
  run('debconf-set-selections', [], { env, input: ANSWERS });
  withoutServices(() =>
    apt({ ...env, BUNDLER_VERSION: bundlerVersion(env) }, 'install', '--no-install-recommends', ...PACKAGES),
  );
  // The tests start it, nobody else; where there is no systemd there is nothing to forbid.
  spawnSync('systemctl', ['disable', 'request-tracker5']);
  return true;
}

/** Debian asks this program whether an installation may start services (invoke-rc.d). */
const POLICY = '/usr/sbin/policy-rc.d';
const FORBIDDEN = '#!/bin/sh\nexit 101\n';

function withoutServices(work: () => void): void {
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, FORBIDDEN, { mode: 0o755 });
  try {
    work();
  } finally {
    if (isOurs) rmSync(POLICY);
  }
}

const isInstalled = (name: string): boolean =>
  /^Status: install ok installed$/m.test(spawnSync('dpkg', ['--status', name], { encoding: 'utf8' }).stdout);

/**
 * Ruby 3.1.7 carries a bundler that knows nothing of Debian's gems and wins over Debian's own by its number; Redmine's installation then
 * asks for gems that nobody brings.
 */
function bundlerVersion(env: NodeJS.ProcessEnv): string {
  const told = run('apt-cache', ['show', '--no-all-versions', 'ruby-bundler'], { env });
  return /^Version: ([\d.]+)/m.exec(told)?.[1] ?? '';
}

function apt(env: NodeJS.ProcessEnv, ...args: readonly string[]): void {
  run('apt-get', ['-y', '-q', '-o', `DPkg::Lock::Timeout=${LOCK_PATIENCE}`, ...args], { env });
}
