import fc from 'fast-check';

/** Names of fields, as raw JSON text, that an object made by JSON.parse would lose, reorder or rename. */
const rawName = fc.oneof(
  fc.constantFrom(
    '"2"',
    '"1"',
    '"__proto__"',
    '"constructor"',
    '"#debug"',
    '"\\u0023escaped"',
    '"a"',
    '"\\u0061"',
    '"a.b"',
    '"a/b"',
    '""',
    '"\\\\"',
    '"\\""',
    '"]},{"',
    '"é\u2028"',
    '"\\ud800"',
    '"\\u0000"',
    '"@"',
    '"#"',
    '"xmlns:m"',
    '"m:title"',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((name) => JSON.stringify(name)),
);

const rawScalar = fc.oneof(
  fc.constantFrom(
    '1.0',
    '12345678901234567890',
    '-0',
    '1E400',
    '1e-7',
    'true',
    'false',
    'null',
    '""',
    '"\\u00e9\\/"',
    '"{[,:"',
    '"\\\\"',
    '"=1+1"',
    '"a\\r\\nb\\u0001<&>"',
    '"_x0041_"',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n\t', '  ');

const list = (open: string, parts: readonly string[], close: string, gap: string) =>
  `${open}${gap}${parts.join(`${gap},${gap}`)}${gap}${close}`;

const { object, members } = fc.letrec<{ value: string; members: string[]; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    rawScalar,
    fc.tuple(fc.array(tie('value'), { maxLength: 4 }), space).map(([parts, gap]) => list('[', parts, ']', gap)),
    tie('object'),
  ),
  members: fc.array(
    fc.tuple(rawName, space, tie('value')).map(([name, gap, value]) => `${name}${gap}:${gap}${value}`),
    { maxLength: 5 },
  ),
  object: fc.tuple(tie('members'), space).map(([parts, gap]) => list('{', parts, '}', gap)),
}));

/** The text of a random object: odd names, repeated names, odd numbers, any space. */
export const objectText = object;
export const memberTexts = members;
export const itemTexts = fc.array(object, { maxLength: 6 });
export const gap = space;
