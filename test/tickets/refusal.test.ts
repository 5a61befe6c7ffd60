/** The words of each system for what it refuses. */
import { expect, it } from 'vitest';
import { wordsOf } from '../../src/tickets/refusal.ts';

it.each([
  ['Redmine', { errors: ['Subject is too long', 'Notes is invalid'] }, 'Subject is too long; Notes is invalid'],
  ['Redmine in a conflict', { errors: [] }, ''],
  ['RT', { message: 'Unauthorized' }, 'Unauthorized'],
  ['RT in a list', ['Permission Denied'], 'Permission Denied'],
  [
    'GitLab',
    { message: { note: ['is too long (maximum is 1000000 characters)'] } },
    'is too long (maximum is 1000000 characters)',
  ],
  ['GitLab of a parameter', { error: 'body is missing' }, 'body is missing'],
  [
    'GitHub',
    {
      message: 'Validation Failed',
      errors: [{ resource: 'IssueComment', code: 'unprocessable', message: 'Body is too long' }],
    },
    'Body is too long; Validation Failed',
  ],
  ['Jira', { errorMessages: ['Issue does not exist'], errors: {} }, 'Issue does not exist'],
  [
    'Jira of a field',
    { errorMessages: [], errors: { comment: 'The entered text is too long' } },
    'The entered text is too long',
  ],
  ['a hostile server', { message: '\u001b]0;x\u0007no\u202eoff' }, ' ]0;x no off'],
  ['a number', 17, ''],
])('%s', (_name, answer, words) => {
  expect(wordsOf(JSON.stringify(answer))).toBe(words);
});

it('a page of HTML says nothing', () => {
  expect(wordsOf('<html>no</html>')).toBe('');
});
