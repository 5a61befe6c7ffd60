/** Reduced descriptions of what the servers allow, for the requests that are sent. */
import { readFileSync } from 'node:fs';
import type { Description } from './strict-server.ts';

const text = { type: 'string', minLength: 1 } as const;
const only = (properties: Record<string, object>): object => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const JSON_TYPE = '^application/json';

/** Written from the public documentation. */
export const gitlab: Description = {
  source: 'docs.gitlab.com/api/notes/#issues and docs.gitlab.com/api/project_markdown_uploads/#create-an-upload',
  operations: [
    {
      method: 'GET',
      path: '/api/v4/projects/{id}/issues/{iid}/notes',
      query: ['sort', 'order_by', 'page', 'per_page'],
      headers: { 'private-token': '^glpat-' },
    },
    {
      method: 'POST',
      path: '/api/v4/projects/{id}/issues/{iid}/notes',
      headers: { 'private-token': '^glpat-', 'content-type': JSON_TYPE },
      body: only({ body: { ...text, maxLength: 1_000_000 } }),
    },
    {
      method: 'PUT',
      path: '/api/v4/projects/{id}/issues/{iid}/notes/{note}',
      headers: { 'private-token': '^glpat-', 'content-type': JSON_TYPE },
      body: only({ body: { ...text, maxLength: 1_000_000 } }),
    },
    {
      method: 'POST',
      path: '/api/v4/projects/{id}/uploads',
      headers: { 'private-token': '^glpat-', 'content-type': '^multipart/form-data; boundary=' },
      file: 'file',
    },
  ],
};

const property = only({ key: text, value: { type: 'object' } });
const ref = (name: string): object => ({ $ref: `#/definitions/${name}` });
const listOf = (...names: readonly string[]): object => ({ type: 'array', items: { anyOf: names.map(ref) } });
const filled = (...names: readonly string[]): object => ({ ...listOf(...names), minItems: 1 });
/** A node of this type, with these fields and no others. */
const node = (type: string, fields: Record<string, object> = {}): object => only({ type: { const: type }, ...fields });
const plainMark = (type: string): object => only({ type: { const: type } });
const link = only({ type: { const: 'link' }, attrs: only({ href: text }) });

/** What stands in what (developer.atlassian.com/cloud/jira/platform/apis/document/nodes and /marks), for the nodes that are sent. */
const adf = {
  marked: {
    type: 'object',
    properties: {
      type: { const: 'text' },
      text,
      marks: {
        anyOf: [
          { type: 'array', items: { anyOf: [plainMark('strong'), plainMark('em'), link] } },
          { type: 'array', items: { anyOf: [plainMark('code'), link] } },
        ],
      },
    },
    required: ['type', 'text'],
    additionalProperties: false,
  },
  plain: node('text', { text }),
  hardBreak: node('hardBreak'),
  paragraph: node('paragraph', { content: listOf('marked', 'hardBreak') }),
  heading: node('heading', {
    attrs: only({ level: { type: 'integer', minimum: 1, maximum: 6 } }),
    content: listOf('marked', 'hardBreak'),
  }),
  codeBlock: node('codeBlock', { content: listOf('plain') }),
  bulletList: node('bulletList', { content: filled('listItem') }),
  orderedList: node('orderedList', { content: filled('listItem') }),
  listItem: node('listItem', { content: filled('paragraph', 'codeBlock', 'bulletList', 'orderedList') }),
  blockquote: node('blockquote', { content: filled('paragraph', 'bulletList', 'orderedList', 'codeBlock') }),
  rule: node('rule'),
  table: node('table', { content: filled('tableRow') }),
  tableRow: node('tableRow', { content: listOf('tableHeader', 'tableCell') }),
  tableHeader: node('tableHeader', { content: filled('paragraph') }),
  tableCell: node('tableCell', { content: filled('paragraph') }),
};

function jira(version: 2 | 3, body: object, authorization: string, source: string): Description {
  const base = `/rest/api/${version}`;
  const comment = { ...only({ body, properties: { type: 'array', items: property } }), definitions: adf };
  return {
    source,
    operations: [
      {
        method: 'GET',
        path: `${base}/issue/{key}/comment`,
        query: ['startAt', 'maxResults', 'orderBy', 'expand'],
        headers: { authorization },
      },
      {
        method: 'POST',
        path: `${base}/issue/{key}/comment`,
        query: ['expand'],
        headers: { authorization, 'content-type': JSON_TYPE },
        body: comment,
      },
      {
        method: 'PUT',
        path: `${base}/issue/{key}/comment/{id}`,
        query: ['notifyUsers', 'overrideEditableFlag', 'expand'],
        headers: { authorization, 'content-type': JSON_TYPE },
        body: comment,
      },
      { method: 'GET', path: `${base}/attachment/meta`, headers: { authorization } },
      {
        method: 'POST',
        path: `${base}/issue/{key}/attachments`,
        headers: {
          authorization,
          'x-atlassian-token': '^no-check$',
          'content-type': '^multipart/form-data; boundary=',
        },
        file: 'file',
      },
    ],
  };
}

export const jiraCloud = jira(
  3,
  only({
    version: { const: 1 },
    type: { const: 'doc' },
    content: listOf('paragraph', 'heading', 'bulletList', 'orderedList', 'codeBlock', 'blockquote', 'rule', 'table'),
  }),
  '^Basic ',
  'developer.atlassian.com/cloud/jira/platform/rest/v3: api-group-issue-comments, api-group-issue-attachments',
);
export const jiraServer = jira(
  2,
  { ...text, maxLength: 32_767 },
  '^(?:Basic|Bearer) ',
  'docs.atlassian.com/software/jira/docs/api/REST/9.12.0 (issue comments, attachments)',
);

/** Extracted from the published description; the file names package and version. */
export const github = (): Description =>
  JSON.parse(readFileSync(new URL('../support/github-openapi.json', import.meta.url), 'utf8')) as Description;
