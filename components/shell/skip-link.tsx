export function SkipLink() {
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-50 -translate-y-20 rounded-sm bg-accent px-3 py-2 text-sm font-medium text-on-accent no-underline focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
