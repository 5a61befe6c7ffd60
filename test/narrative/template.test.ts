import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/narrative/template.ts';
import { testCatalogue } from '../support/catalogue.ts';

describe('renderTemplate', () => {
  it('throws on a name the view does not have, and on a partial that does not exist', () => {
    const catalogue = testCatalogue('en');
    expect(() => renderTemplate(catalogue, 'command', {})).toThrow('{{command}}');
    expect(() => renderTemplate(catalogue, 'no-such-template', {})).toThrow('no-such-template');
    expect(() => renderTemplate(catalogue, 'command', { command: { fence: '```' } })).toThrow('{{lines}}');
  });
});
