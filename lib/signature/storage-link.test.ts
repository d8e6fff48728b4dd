import { describe, expect, test } from 'vitest';
import { canonicalSignature, shortHmac, signStorage, verifyStorage } from './storage-link.ts';

const KEY = 'sign-test-key-0123456789abcdef';
const ID = 'WkzbQMuFYuamGv3YF';
const NOW = 1_767_225_600_000;

describe('the official test vectors', () => {
  test('a storage link that never expires', () => {
    expect(signStorage(KEY, ID, 0)).toBe('MC4wLjFRYUVLbjNxSzhneWdXeGhIOVVKcA');
  });

  test('a storage link of 14 days', () => {
    expect(signStorage(KEY, ID, NOW + 1_209_600_000)).toBe('MC4xNzY4NDM1MjAwMDAwLk1leDdISFJReDVYN3VUWldGMzh4');
  });

  test('the short mac of a record key, in ASCII and UTF-8', () => {
    expect(shortHmac(KEY, 'OUTPUT')).toBe('INFSlSs4wLcio30sxd5K');
    expect(shortHmac(KEY, 'report č 1.pdf')).toBe('STwrIA1B1MRIXGnOWHOC');
  });
});

describe('verification', () => {
  const permanent = signStorage(KEY, ID, 0);
  const dated = signStorage(KEY, ID, NOW + 1_209_600_000);

  test('a link is valid until its last millisecond and expired after it', () => {
    expect(verifyStorage(KEY, ID, dated, 1_768_435_199_999).state).toBe('valid');
    expect(verifyStorage(KEY, ID, dated, 1_768_435_200_001).state).toBe('expired');
    expect(verifyStorage(KEY, ID, permanent, Number.MAX_SAFE_INTEGER).state).toBe('valid');
  });

  test('padding, as some clients send it, makes no difference', () => {
    expect(verifyStorage(KEY, ID, `${permanent}==`, NOW).state).toBe('valid');
    expect(canonicalSignature(`${permanent}==`)).toBe(permanent);
  });

  test('another storage, another key, another version and every changed byte are forged', () => {
    expect(verifyStorage(KEY, 'WkzbQMuFYuamGv3YG', permanent, NOW).state).toBe('forged');
    expect(verifyStorage(`${KEY}x`, ID, permanent, NOW).state).toBe('forged');
    const version1 = Buffer.from(`1.0.${shortHmac(KEY, `1.0.${ID}`)}`).toString('base64url');
    expect(verifyStorage(KEY, ID, version1, NOW).state).toBe('forged');
    for (let at = 0; at < dated.length; at++) {
      for (let code = 0; code < 128; code++) {
        const changed = dated.slice(0, at) + String.fromCharCode(code) + dated.slice(at + 1);
        if (changed !== dated) expect(verifyStorage(KEY, ID, changed, NOW).state).toBe('forged');
      }
    }
  });

  test('text that is no signature is forged, never an error', () => {
    for (const text of ['', '=', 'MC4w', '.', 'a'.repeat(10_000), '\u0000', 'ÿÿ', `${permanent}===`, ` ${permanent}`]) {
      expect(verifyStorage(KEY, ID, text, NOW).state).toBe('forged');
    }
  });
});
