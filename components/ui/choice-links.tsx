import { Link } from './link.tsx';

type ChoiceLinksProps = {
  /** What is being chosen: "State". */
  label: string;
  choices: { label: string; href: string; isCurrent: boolean }[];
};

/** One of a few views of a list. Each has an address, so these are links. */
export function ChoiceLinks({ label, choices }: ChoiceLinksProps) {
  return (
    <nav aria-label={label}>
      <ul className="inline-flex flex-wrap gap-1 rounded-md bg-sunken p-1">
        {choices.map((choice) => (
          <li key={choice.href}>
            <Link
              href={choice.href}
              scroll={false}
              aria-current={choice.isCurrent ? 'page' : undefined}
              className="flex min-h-control-small items-center rounded-sm px-2.5 text-sm text-muted no-underline hover:text-ink aria-[current]:bg-raised aria-[current]:font-medium aria-[current]:text-ink aria-[current]:outline aria-[current]:-outline-offset-1 aria-[current]:outline-line"
            >
              {choice.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
