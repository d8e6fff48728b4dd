import { CopyButton } from './copy-button.tsx';

/** An id, key or address with a button that copies it. `label` names the button: "Copy dataset ID". */
export function CopyText({ text, label }: { text: string; label: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code className="truncate">{text}</code>
      <CopyButton text={text} label={label} isIconOnly size="small" />
    </span>
  );
}
