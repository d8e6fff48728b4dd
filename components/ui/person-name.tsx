/**
 * What a person is called, everywhere alike: by name, with the username beside it, which alone is unique. A name can be anything, so also what
 * changes the direction of text: kept to itself, it cannot have the username read as another one.
 */
export function PersonName({ name, username }: { name: string; username: string }) {
  if (!name || name === username) return <span>{username}</span>;
  return (
    <span>
      <bdi>{name}</bdi> <span className="font-normal text-muted">{username}</span>
    </span>
  );
}
