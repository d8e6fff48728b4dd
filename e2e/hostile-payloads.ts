/** Content that tries to run in whatever origin serves it. */
import { gzipSync } from 'node:zlib';

export interface Payload {
  name: string;
  contentType: string;
  body: Buffer;
}

/** `hit`: the text of a script that says where it runs. It has neither quotes nor angle brackets, so that it fits anywhere. */
export function hostilePayloads(hit: string): Payload[] {
  const script = `<script>${hit}</script>`;
  const page = `<!doctype html><html><body>${script}<p>A page</p></body></html>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>${hit}</script></svg>`;
  const xhtml = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><script>${hit}</script></body></html>`;
  const xslt = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><html><body><script>${hit}</script></body></html></xsl:template></xsl:stylesheet>`;
  const data = `data:text/html,${encodeURIComponent(page)}`;
  const framed = `<iframe srcdoc="${script.replaceAll('"', '&quot;')}"></iframe>`;
  const pdf = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);${hit})>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`;
  const gif = Buffer.concat([Buffer.from('GIF89a/*'), Buffer.alloc(6), Buffer.from(`*/=1;${hit};//${page}`)]);
  const png = Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    Buffer.alloc(9),
    Buffer.from(page),
  ]);
  const jpeg = Buffer.concat([
    Buffer.from('ffd8ffe00010', 'hex'),
    Buffer.from('JFIF\0'),
    Buffer.from(`*/${hit}/*`),
    Buffer.from(page),
  ]);
  const mhtml = `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Location: http://a/\r\n\r\n${page}\r\n--b--\r\n`;
  const multipart = `--b\r\nContent-Type: text/html\r\n\r\n${page}\r\n--b--\r\n`;
  const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><description><![CDATA[${script}]]></description><x:script xmlns:x="http://www.w3.org/1999/xhtml">${hit}</x:script></item></channel></rss>`;
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const bom = (text: string) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
  const utf7 = page.replaceAll('<', '+ADw-').replaceAll('>', '+AD4-');

  const payloads: [name: string, contentType: string, body: string | Buffer][] = [
    // Pages, and what may be taken for one.
    ['HTML', 'text/html', page],
    ['HTML in another case', 'TEXT/HTML', page],
    ['HTML with a parameter', 'text/html; profile="a; b"', page],
    ['HTML that ends in a semicolon', 'text/html;', page],
    ['HTML after a BOM', 'text/html', bom(page)],
    ['HTML in UTF-16', 'text/html', utf16(page)],
    ['HTML in UTF-16, as it says', 'text/html; charset=utf-16le', utf16(page)],
    ['HTML in UTF-7, as it says', 'text/html; charset=utf-7', utf7],
    ['text in UTF-7', 'text/plain; charset=utf-7', utf7],
    ['HTML in ISO-2022-JP', 'text/html; charset=iso-2022-jp', `\x1b(J${page}`],
    [
      'HTML with a policy of its own',
      'text/html',
      `<meta http-equiv="Content-Security-Policy" content="script-src * 'unsafe-inline'">${page}`,
    ],
    ['HTML as text', 'text/plain', page],
    ['HTML as text after a BOM', 'text/plain', bom(page)],
    ['HTML as JSON', 'application/json', page],
    ['HTML as CSV', 'text/csv', page],
    ['HTML as Markdown', 'text/markdown', page],
    ['HTML as bytes', 'application/octet-stream', page],
    ['HTML as a type that is none', 'unknown/unknown', page],
    ['HTML as anything', '*/*', page],
    ['HTML as an image', 'image/png', page],
    ['HTML as a picture that browsers do not know', 'image/x-unknown', page],
    ['HTML as a sound', 'audio/mpeg', page],
    ['HTML as a video', 'video/mp4', page],
    ['HTML as a stylesheet', 'text/css', page],
    ['HTML in gzip, as HTML', 'text/html', gzipSync(page)],
    [
      'a handler of an event',
      'text/html',
      `<img src=x onerror="${hit}"><svg onload="${hit}"><body onload="${hit}"><input autofocus onfocus="${hit}">`,
    ],
    [
      'a link that runs',
      'text/html',
      `<a id=a href="javascript:${hit}">a</a><script>a.click()</script><form id=f action="javascript:${hit}"></form>`,
    ],
    ['a frame that runs', 'text/html', `<iframe src="javascript:${hit}"></iframe>`],
    ['a frame of its own text', 'text/html', framed],
    ['a frame in frames', 'text/html', `<iframe srcdoc='${framed.replaceAll("'", '&#39;')}'></iframe>`],
    [
      'a frame of data',
      'text/html',
      `<iframe src="${data}"></iframe><object data="${data}"></object><embed src="${data}">`,
    ],
    ['a refresh to a script', 'text/html', `<meta http-equiv="refresh" content="0;url=javascript:${hit}">`],
    ['a refresh to data', 'text/html', `<meta http-equiv="refresh" content="0;url=${data}">`],
    [
      'a base that moves',
      'text/html',
      `<base href="data:/,"><script src="text/javascript,${encodeURIComponent(hit)}"></script>`,
    ],
    ['a module', 'text/html', `<script type="module">${hit}</script>`],
    [
      'an import map',
      'text/html',
      `<script type="importmap">{"imports":{"a":"data:text/javascript,${encodeURIComponent(hit)}"}}</script><script type="module">import "a"</script>`,
    ],
    ['a service worker', 'text/html', `<script>navigator.serviceWorker.register(location.href);${hit}</script>`],
    ['a shadow root', 'text/html', `<div><template shadowrootmode="open">${script}</template></div>`],
    ['a mutation', 'text/html', `<noscript><p title="</noscript>${script}">`],
    [
      'math that runs',
      'text/html',
      `<math href="javascript:${hit}"><mtext><table><mglyph><style><img src=x onerror="${hit}">`,
    ],
    [
      'a form that sends itself',
      'text/html',
      `<form id=f action="${data}" method=post></form><script>f.submit();${hit}</script>`,
    ],
    // Scripts and styles.
    ['a script', 'text/javascript', hit],
    ['a script of old', 'application/x-javascript', hit],
    ['a script as JSON', 'application/json', hit],
    ['a script as text', 'text/plain', hit],
    ['JSON with data in it', 'application/json', JSON.stringify({ html: data, script })],
    ['JSON with padding', 'application/javascript', `callback({});${hit}`],
    ['a stylesheet', 'text/css', `body{background:url("javascript:${hit}")}@import "${data}";`],
    ['WebAssembly', 'application/wasm', Buffer.from('0061736d01000000', 'hex')],
    // XML.
    ['SVG', 'image/svg+xml', svg],
    ['SVG with a handler', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg" onload="${hit}"/>`],
    [
      'SVG with HTML in it',
      'image/svg+xml',
      `<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><body xmlns="http://www.w3.org/1999/xhtml">${script}</body></foreignObject></svg>`,
    ],
    [
      'SVG that uses data',
      'image/svg+xml',
      `<svg xmlns="http://www.w3.org/2000/svg"><use href="data:image/svg+xml,${encodeURIComponent(svg)}#a"/><animate onbegin="${hit}" attributeName="x" dur="1s"/></svg>`,
    ],
    ['SVG as XML', 'text/xml', svg],
    ['XHTML', 'application/xhtml+xml', xhtml],
    ['XHTML as XML', 'application/xml', xhtml],
    ['XHTML as some XML', 'application/vnd.example+xml', xhtml],
    [
      'XML with a stylesheet in it',
      'text/xml',
      `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="data:text/xsl,${encodeURIComponent(xslt)}"?><a/>`,
    ],
    [
      'XML with its own stylesheet',
      'application/xml',
      `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><!DOCTYPE a [<!ATTLIST xsl:stylesheet id ID #REQUIRED>]><a>${xslt.replace('version', 'id="s" version')}</a>`,
    ],
    ['a stylesheet for XML', 'application/xslt+xml', xslt],
    ['a feed', 'application/rss+xml', rss],
    ['a feed as XML', 'text/xml', rss],
    [
      'MathML',
      'application/mathml+xml',
      `<math xmlns="http://www.w3.org/1998/Math/MathML"><x:script xmlns:x="http://www.w3.org/1999/xhtml">${hit}</x:script></math>`,
    ],
    // Things that are two things, and things of old.
    ['a GIF that is a script', 'image/gif', gif],
    ['a GIF that is a script, as a script', 'text/javascript', gif],
    ['a GIF that is a page', 'text/html', gif],
    ['a PNG that is a page', 'image/png', png],
    ['a JPEG that is a script', 'image/jpeg', jpeg],
    ['a PDF that runs', 'application/pdf', pdf],
    ['a PDF that is a page', 'text/html', pdf + page],
    ['a PDF as bytes', 'application/octet-stream', pdf],
    ['MHTML', 'multipart/related; boundary=b', mhtml],
    ['MHTML as a message', 'message/rfc822', mhtml],
    ['parts that replace each other', 'multipart/x-mixed-replace; boundary=b', multipart],
    ['parts', 'multipart/mixed; boundary=b', multipart],
    ['an application of HTML', 'application/hta', `<HTA:APPLICATION>${page}`],
    ['a film of old', 'application/x-shockwave-flash', Buffer.from(`FWS\x06${page}`)],
    ['a component of old', 'text/x-component', `<public:attach event="onload" handler="x"/>${script}`],
    ['a manifest', 'application/manifest+json', `{"start_url":"javascript:${hit}"}`],
    ['a cache manifest', 'text/cache-manifest', 'CACHE MANIFEST\n*'],
  ];
  return payloads.map(([name, contentType, body]) => ({ name, contentType, body: Buffer.from(body as string) }));
}
