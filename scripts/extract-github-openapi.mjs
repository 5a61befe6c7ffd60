// Keeps of GitHub's published description the operations that whyrst uses, for the tests.
// `npm pack @octokit/openapi && tar -xzf octokit-openapi-*.tgz`, then: node scripts/extract-github-openapi.mjs package
import { readFileSync, writeFileSync } from 'node:fs';

const folder = process.argv[2] ?? 'package';
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
const { name, version } = read('package.json');
const { paths, components } = read('generated/api.github.com.json');

const USED = [
  ['get', '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
  ['post', '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
  ['patch', '/repos/{owner}/{repo}/issues/comments/{comment_id}'],
];

const resolved = (parameter) =>
  parameter.$ref === undefined ? parameter : components.parameters[parameter.$ref.split('/').at(-1)];

const operations = USED.map(([method, path]) => {
  const { parameters, requestBody } = paths[path][method];
  const body = requestBody?.content['application/json'].schema;
  return {
    method: method.toUpperCase(),
    path,
    query: parameters.map(resolved).flatMap((each) => (each.in === 'query' ? [each.name] : [])),
    headers: { accept: '^application/vnd\\.github', authorization: '^token ' },
    // The description lists every field without saying that there are no others.
    ...(body === undefined ? {} : { body: { ...body, additionalProperties: false } }),
  };
});

const target = new URL('../test/support/github-openapi.json', import.meta.url);
writeFileSync(
  target,
  `${JSON.stringify({ source: `${name} ${version}, generated/api.github.com.json`, operations }, null, 2)}\n`,
);
