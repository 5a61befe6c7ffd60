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
  source: 'docs.gitlab.com/api/notes (issue notes) and docs.gitlab.com/api/project_markdown_uploads',
  operations: [
    {
      method: 'GET',
      path: '/api/v4/projects/{id}/issues/{iid}/notes',
      query: ['sort', 'order_by', 'activity_filter', 'page', 'per_page'],
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
const mark = { type: 'object', required: ['type'], additionalProperties: false, properties: { type: text, attrs: {} } };
const node = {
  type: 'object',
  required: ['type'],
  additionalProperties: false,
  properties: {
    type: {
      enum: [
        'paragraph',
        'heading',
        'bulletList',
        'orderedList',
        'listItem',
        'codeBlock',
        'blockquote',
        'rule',
        'table',
        'tableRow',
        'tableHeader',
        'tableCell',
        'text',
        'hardBreak',
      ],
    },
    attrs: { type: 'object' },
    content: { type: 'array', items: { $ref: '#/definitions/node' } },
    text,
    marks: { type: 'array', items: mark },
  },
};

function jira(version: 2 | 3, body: object, source: string): Description {
  const base = `/rest/api/${version}`;
  const comment = { ...only({ body, properties: { type: 'array', items: property } }), definitions: { node } };
  return {
    source,
    operations: [
      {
        method: 'GET',
        path: `${base}/issue/{key}/comment`,
        query: ['startAt', 'maxResults', 'orderBy', 'expand'],
        headers: { authorization: '^Basic ' },
      },
      {
        method: 'POST',
        path: `${base}/issue/{key}/comment`,
        query: ['expand'],
        headers: { authorization: '^Basic ', 'content-type': JSON_TYPE },
        body: comment,
      },
      {
        method: 'PUT',
        path: `${base}/issue/{key}/comment/{id}`,
        query: ['notifyUsers', 'expand'],
        headers: { authorization: '^Basic ', 'content-type': JSON_TYPE },
        body: comment,
      },
      { method: 'GET', path: `${base}/attachment/meta`, headers: { authorization: '^Basic ' } },
      {
        method: 'POST',
        path: `${base}/issue/{key}/attachments`,
        headers: {
          authorization: '^Basic ',
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
    content: { type: 'array', items: { $ref: '#/definitions/node' } },
  }),
  'developer.atlassian.com/cloud/jira/platform/rest/v3 (issue comments, issue attachments) and /apis/document/structure',
);
export const jiraServer = jira(
  2,
  { ...text, maxLength: 32_767 },
  'docs.atlassian.com/software/jira/docs/api/REST/9.12.0 (issue comments, attachments)',
);

/** Extracted from the published description; the file names package and version. */
export const github = (): Description =>
  JSON.parse(readFileSync(new URL('../support/github-openapi.json', import.meta.url), 'utf8')) as Description;
