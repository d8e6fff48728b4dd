import { Fragment, type ReactNode } from 'react';

/**
 * What an Actor's author wrote about a field. Of Markdown and of HTML only links, code, bold, italics and line breaks mean something; all
 * else, tags too, is text. Nothing becomes HTML but through React.
 */
export function Description({ text }: { text: string }) {
  const shortened = text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
  return <span className="whitespace-pre-line">{inline(shortened.replace(LINE_BREAK, '\n').trim())}</span>;
}

/** Longer than any that is meant to be read beside a field. */
const MAX_CHARS = 10_000;

const LINE_BREAK = /<br ?\/?>/gi;

/** Bounded, so that no text takes long. */
const MARK =
  /\[([^\]\n]{1,300})\]\((https?:\/\/[^\s()]{1,2000})\)|<a\s[^<>]{0,300}?href=["'](https?:\/\/[^"'<>\s]{1,2000})["'][^<>]{0,300}>([^<>]{1,300})<\/a>|(https?:\/\/[^\s<>()"'`*]{1,2000})|`([^`\n]{1,300})`|<code>([^<>]{1,300})<\/code>|\*\*([^*\n]{1,300})\*\*|<(?:b|strong)>([^<>]{1,300})<\/(?:b|strong)>|<(?:i|em)>([^<>]{1,300})<\/(?:i|em)>/gi;

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    parts.push(<Fragment key={match.index}>{marked(match)}</Fragment>);
  }
  parts.push(text.slice(end));
  return parts;
}

function marked(match: RegExpExecArray): ReactNode {
  const [whole, words, href, tagHref, tagWords, bareHref, ticked, code, starred, bold, italic] = match;
  const bare = bareHref?.replace(/[.,;:!?]+$/, '');
  if (bareHref && bare) {
    return (
      <>
        <OutsideLink href={bare}>{bare}</OutsideLink>
        {bareHref.slice(bare.length)}
      </>
    );
  }
  const to = href ?? tagHref;
  if (to) return <OutsideLink href={to}>{words ?? tagWords}</OutsideLink>;
  if (ticked ?? code) return <code className="font-mono">{ticked ?? code}</code>;
  if (starred ?? bold) return <strong>{starred ?? bold}</strong>;
  return italic ? <em>{italic}</em> : whole;
}

const OutsideLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <a href={href} target="_blank" rel="noreferrer nofollow ugc">
    {children}
  </a>
);
