import MarkdownIt from 'markdown-it';

/**
 * Text that people wrote in Markdown. HTML in it is shown as the text that it is, links lead to nothing but web and mail addresses, and
 * pictures of other hosts are not fetched: they would tell who reads this.
 */
export function Markdown({ label, text }: { label: string; text: string }) {
  return (
    <section
      aria-label={label}
      className="markdown max-w-prose"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: what the renderer makes of it; it takes no HTML over.
      dangerouslySetInnerHTML={{ __html: renderer.render(text) }}
    />
  );
}

const renderer = new MarkdownIt({ html: false, linkify: false, typographer: false });
renderer.disable('image');
renderer.validateLink = (url) => /^(https?:|mailto:)/i.test(url.trim());

/** The page has its own first heading. */
renderer.core.ruler.push('lower_headings', (state) => {
  for (const token of state.tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue;
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`;
  }
});
