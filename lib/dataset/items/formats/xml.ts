import { byteOrderMark, type Chunks, type FormatOptions, type ItemBatches } from './format.ts';
import { itemToXml } from './xml-element.ts';
import { toXmlName } from './xml-name.ts';

/**
 * An XML document: one element for each item within the root element. The names of both are made valid when they are not.
 * Source: Get dataset items, `xmlRoot` (by default `items`) and `xmlRow` (by default `item`).
 */
export async function* writeXml(
  source: ItemBatches,
  { bom = false, xmlRoot = 'items', xmlRow = 'item' }: FormatOptions,
): Chunks {
  const root = toXmlName(xmlRoot);
  yield `${byteOrderMark(bom)}<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n`;
  for await (const texts of source) {
    if (texts.length > 0) yield texts.map((text) => `${itemToXml(text, xmlRow)}\n`).join('');
  }
  yield `</${root}>\n`;
}
