import type { PdfOptions } from '../../src/pdf/write-pdf.ts';

/** A ladder as the report draws it; long labels, both scripts, a dashed line. */
const LADDER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 220" width="720" height="220">
  <g font-family="sans-serif" font-size="15" fill="#1f2933">
    <text x="120" y="26" text-anchor="middle" font-weight="bold">客户端 198.51.100.23</text>
    <text x="600" y="26" text-anchor="middle" font-weight="bold">Server 192.0.2.7</text>
    <line x1="120" y1="40" x2="120" y2="200" stroke="#8fa1b5"/>
    <line x1="600" y1="40" x2="600" y2="200" stroke="#8fa1b5"/>
    <line x1="120" y1="80" x2="600" y2="100" stroke="#1d5a96" stroke-width="1.5"/>
    <text x="360" y="80" text-anchor="middle">#7 PSH, ACK → 300 s ✗ &amp; 空闲之后</text>
    <line x1="360" y1="150" x2="120" y2="160" stroke="#b83232" stroke-width="1.5" stroke-dasharray="5 4"/>
    <text x="250" y="145" text-anchor="middle" fill="#b83232">#8 RST, TTL 61</text>
  </g>
</svg>`;

const figures = new Map([['ladder', { svg: LADDER, alt: 'ladder' }]]);
const date = new Date('2026-11-22T02:00:00Z');

/** Options of the two fixture reports. */
export const reportOptions: Readonly<Record<'zh-CN' | 'en', PdfOptions>> = {
  'zh-CN': {
    language: 'zh-CN',
    title: 'TCP 连接被重置：分析报告',
    subject: 'RST 原因分析',
    author: 'whyrst',
    keywords: 'TCP, RST',
    date,
    labels: {
      page: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
      contents: '目录',
      continued: '（续）',
      alerts: { note: '说明', tip: '提示', important: '重要', warning: '注意', caution: '警告' },
    },
    footerText: '机密 · 仅供客户内部使用',
    figures,
  },
  en: {
    language: 'en',
    title: 'TCP connections reset: analysis report',
    subject: 'Why a connection was reset',
    author: 'whyrst',
    keywords: 'TCP, RST',
    date,
    labels: {
      page: (page, pages) => `Page ${page} of ${pages}`,
      contents: 'Contents',
      alerts: { note: 'Note', tip: 'Tip', important: 'Important', warning: 'Warning', caution: 'Caution' },
    },
    footerText: 'Confidential · for the customer’s own use',
    figures,
  },
};
