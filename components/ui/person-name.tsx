/** What a person is called, everywhere alike: by name, with the username beside it, which alone is unique. */
export function PersonName({ name, username }: { name: string; username: string }) {
  if (!name || name === username) return <span>{username}</span>;
  return (
    <span>
      {name} <span className="font-normal text-muted">{username}</span>
    </span>
  );
}
