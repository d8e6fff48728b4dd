import { writeCsv } from './csv.ts';
import type { WriteItems } from './format.ts';
import { writeHtml } from './html.ts';
import { writeJson } from './json.ts';
import { writeJsonl } from './jsonl.ts';
import { writeRss } from './rss.ts';
import { writeXlsx } from './xlsx.ts';
import { writeXml } from './xml.ts';

/** `isTable`: it needs `columns`, which takes one reading of the items more. `fileExtension`: without the dot. */
export interface Format {
  contentType: string;
  fileExtension: string;
  isTable: boolean;
  write: WriteItems;
}

/** The formats that items can be asked in. Source: Get dataset items, `format` and the media types of its answer. */
export const FORMATS = {
  json: { contentType: 'application/json; charset=utf-8', fileExtension: 'json', isTable: false, write: writeJson },
  jsonl: { contentType: 'application/jsonl; charset=utf-8', fileExtension: 'jsonl', isTable: false, write: writeJsonl },
  csv: { contentType: 'text/csv; charset=utf-8', fileExtension: 'csv', isTable: true, write: writeCsv },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileExtension: 'xlsx',
    isTable: true,
    write: writeXlsx,
  },
  xml: { contentType: 'application/xml; charset=utf-8', fileExtension: 'xml', isTable: false, write: writeXml },
  html: { contentType: 'text/html; charset=utf-8', fileExtension: 'html', isTable: true, write: writeHtml },
  rss: { contentType: 'application/rss+xml; charset=utf-8', fileExtension: 'rss', isTable: false, write: writeRss },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
