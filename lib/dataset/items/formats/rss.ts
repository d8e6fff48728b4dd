import { escapeText } from './escape.ts';
import { byteOrderMark, type Chunks, type FormatOptions, type ItemBatches } from './format.ts';
import { itemToXml } from './xml-element.ts';

/**
 * An RSS 2.0 feed with one channel, where the fields of each item are the child elements of one `<item>`. A feed that readers take
 * in full needs fields named as RSS names them: `title`, `link`, `description`.
 * Source: Get dataset items, response format, `feedTitle` and `feedDescription`; RSS 2.0, required channel elements.
 */
export async function* writeRss(source: ItemBatches, options: FormatOptions): Chunks {
  const { bom = false, feedTitle = 'Dataset', feedDescription = 'Items of a dataset', feedLink = '' } = options;
  const channel = `<title>${escapeText(feedTitle)}</title>\n<link>${escapeText(feedLink)}</link>\n<description>${escapeText(feedDescription)}</description>`;
  yield `${byteOrderMark(bom)}<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n${channel}\n`;
  for await (const texts of source) {
    if (texts.length > 0) yield texts.map((text) => `${itemToXml(text, 'item')}\n`).join('');
  }
  yield '</channel></rss>\n';
}
