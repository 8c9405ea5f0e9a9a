// Markdown → a small .docx, to hold the Word reader against the Markdown reader.
import MarkdownItParser, { type Token } from 'markdown-it';
import { zip } from './zip.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Headings, paragraphs, nested lists, tables, bold words and code; front matter must be cut off before. */
export function docxFromMarkdown(markdown: string): Buffer {
  return zip({
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="r2" Type="${OFFICE}/numbering" Target="numbering.xml"/></Relationships>`,
    'word/styles.xml': `${XML}<w:styles xmlns:w="${WORD}">${[1, 2, 3, 4].map(headingStyle).join('')}</w:styles>`,
    'word/numbering.xml': `${XML}<w:numbering xmlns:w="${WORD}">${numbering(1, 'bullet')}${numbering(2, 'decimal')}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>`,
    'word/document.xml': `${XML}<w:document xmlns:w="${WORD}"><w:body>${bodyOf(markdown)}</w:body></w:document>`,
  });
}

function headingStyle(level: number): string {
  return `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`;
}

function numbering(id: number, format: string): string {
  const levels = [0, 1, 2, 3].map((level) => `<w:lvl w:ilvl="${level}"><w:numFmt w:val="${format}"/></w:lvl>`);
  return `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`;
}

function bodyOf(markdown: string): string {
  const lists: number[] = [];
  let properties = '';
  let body = '';
  for (const token of MarkdownItParser().parse(markdown, {})) {
    if (token.type === 'heading_open') properties = `<w:pStyle w:val="Heading${token.tag.slice(1)}"/>`;
    else if (token.type === 'bullet_list_open') lists.push(1);
    else if (token.type === 'ordered_list_open') lists.push(2);
    else if (token.type.endsWith('list_close')) lists.pop();
    else if (token.type === 'list_item_open') {
      properties = `<w:numPr><w:ilvl w:val="${lists.length - 1}"/><w:numId w:val="${lists.at(-1) ?? 1}"/></w:numPr>`;
    } else if (token.type === 'inline') {
      body += `<w:p><w:pPr>${properties}</w:pPr>${runsOf(token.children ?? [])}</w:p>`;
      properties = '';
    } else body += TABLE_PARTS[token.type] ?? '';
  }
  return body;
}

const TABLE_PARTS: Readonly<Record<string, string>> = {
  table_open: '<w:tbl>',
  table_close: '</w:tbl>',
  tr_open: '<w:tr>',
  tr_close: '</w:tr>',
  th_open: '<w:tc>',
  th_close: '</w:tc>',
  td_open: '<w:tc>',
  td_close: '</w:tc>',
};

function runsOf(tokens: readonly Token[]): string {
  let isBold = false;
  let runs = '';
  for (const { type, content } of tokens) {
    if (type === 'strong_open') isBold = true;
    else if (type === 'strong_close') isBold = false;
    else if (content !== '' || type === 'softbreak') {
      const text = type === 'softbreak' ? ' ' : content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      runs += `<w:r>${isBold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${text}</w:t></w:r>`;
    }
  }
  return runs;
}
