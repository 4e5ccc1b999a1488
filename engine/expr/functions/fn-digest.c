/* fn-digest.c: md5, sha1, sha2, crc32
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * RFC 1321 (MD5) and FIPS 180-4 (SHA).  Written here because a digest in the middle of a run must not allocate.  SHA-256 and SHA-512
 * differ in the width of a word: the constants of the former are the upper halves of those of the latter.
 */

#include "expr/functions/fn-kernel-private.h"

#define DIGEST_MAX 64

static inline uint32_t
left32 (uint32_t x, int n)
{
  return x << n | x >> (32 - n);
}

static inline uint32_t
right32 (uint32_t x, int n)
{
  return x >> n | x << (32 - n);
}

static inline uint64_t
right64 (uint64_t x, int n)
{
  return x >> n | x << (64 - n);
}

static inline uint32_t
read_be32 (const uint8_t *at)
{
  uint32_t x;

  memcpy (&x, at, 4);
  return GUINT32_FROM_BE (x);
}

static inline uint64_t
read_be64 (const uint8_t *at)
{
  uint64_t x;

  memcpy (&x, at, 8);
  return GUINT64_FROM_BE (x);
}

/* ---- the compression functions: one block into the state ---- */

static void
md5_block (void *data, const uint8_t *block)
{
  static const uint8_t shifts[4][4] = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
  static const uint32_t k[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
  };
  uint32_t *h = data, a = h[0], b = h[1], c = h[2], d = h[3], w[16];

  for (int i = 0; i < 16; i++)
    {
      memcpy (&w[i], block + 4 * i, 4);
      w[i] = GUINT32_FROM_LE (w[i]);
    }
  for (int i = 0; i < 64; i++)
    {
      uint32_t f, next;
      int g;

      if (i < 16)
        f = (b & c) | (~b & d), g = i;
      else if (i < 32)
        f = (d & b) | (~d & c), g = (5 * i + 1) % 16;
      else if (i < 48)
        f = b ^ c ^ d, g = (3 * i + 5) % 16;
      else
        f = c ^ (b | ~d), g = 7 * i % 16;
      next = b + left32 (a + f + k[i] + w[g], shifts[i / 16][i % 4]);
      a = d;
      d = c;
      c = b;
      b = next;
    }
  h[0] += a;
  h[1] += b;
  h[2] += c;
  h[3] += d;
}

static void
sha1_block (void *data, const uint8_t *block)
{
  static const uint32_t k[4] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6 };
  uint32_t *h = data, w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];

  for (int i = 0; i < 80; i++)
    w[i] = i < 16 ? read_be32 (block + 4 * i) : left32 (w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  for (int i = 0; i < 80; i++)
    {
      uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      uint32_t next = left32 (a, 5) + f + e + k[i / 20] + w[i];

      e = d;
      d = c;
      c = left32 (b, 30);
      b = a;
      a = next;
    }
  h[0] += a;
  h[1] += b;
  h[2] += c;
  h[3] += d;
  h[4] += e;
}

static const uint64_t sha2_k[80] = {
  UINT64_C (0x428a2f98d728ae22), UINT64_C (0x7137449123ef65cd), UINT64_C (0xb5c0fbcfec4d3b2f),
  UINT64_C (0xe9b5dba58189dbbc), UINT64_C (0x3956c25bf348b538), UINT64_C (0x59f111f1b605d019),
  UINT64_C (0x923f82a4af194f9b), UINT64_C (0xab1c5ed5da6d8118), UINT64_C (0xd807aa98a3030242),
  UINT64_C (0x12835b0145706fbe), UINT64_C (0x243185be4ee4b28c), UINT64_C (0x550c7dc3d5ffb4e2),
  UINT64_C (0x72be5d74f27b896f), UINT64_C (0x80deb1fe3b1696b1), UINT64_C (0x9bdc06a725c71235),
  UINT64_C (0xc19bf174cf692694), UINT64_C (0xe49b69c19ef14ad2), UINT64_C (0xefbe4786384f25e3),
  UINT64_C (0x0fc19dc68b8cd5b5), UINT64_C (0x240ca1cc77ac9c65), UINT64_C (0x2de92c6f592b0275),
  UINT64_C (0x4a7484aa6ea6e483), UINT64_C (0x5cb0a9dcbd41fbd4), UINT64_C (0x76f988da831153b5),
  UINT64_C (0x983e5152ee66dfab), UINT64_C (0xa831c66d2db43210), UINT64_C (0xb00327c898fb213f),
  UINT64_C (0xbf597fc7beef0ee4), UINT64_C (0xc6e00bf33da88fc2), UINT64_C (0xd5a79147930aa725),
  UINT64_C (0x06ca6351e003826f), UINT64_C (0x142929670a0e6e70), UINT64_C (0x27b70a8546d22ffc),
  UINT64_C (0x2e1b21385c26c926), UINT64_C (0x4d2c6dfc5ac42aed), UINT64_C (0x53380d139d95b3df),
  UINT64_C (0x650a73548baf63de), UINT64_C (0x766a0abb3c77b2a8), UINT64_C (0x81c2c92e47edaee6),
  UINT64_C (0x92722c851482353b), UINT64_C (0xa2bfe8a14cf10364), UINT64_C (0xa81a664bbc423001),
  UINT64_C (0xc24b8b70d0f89791), UINT64_C (0xc76c51a30654be30), UINT64_C (0xd192e819d6ef5218),
  UINT64_C (0xd69906245565a910), UINT64_C (0xf40e35855771202a), UINT64_C (0x106aa07032bbd1b8),
  UINT64_C (0x19a4c116b8d2d0c8), UINT64_C (0x1e376c085141ab53), UINT64_C (0x2748774cdf8eeb99),
  UINT64_C (0x34b0bcb5e19b48a8), UINT64_C (0x391c0cb3c5c95a63), UINT64_C (0x4ed8aa4ae3418acb),
  UINT64_C (0x5b9cca4f7763e373), UINT64_C (0x682e6ff3d6b2b8a3), UINT64_C (0x748f82ee5defb2fc),
  UINT64_C (0x78a5636f43172f60), UINT64_C (0x84c87814a1f0ab72), UINT64_C (0x8cc702081a6439ec),
  UINT64_C (0x90befffa23631e28), UINT64_C (0xa4506cebde82bde9), UINT64_C (0xbef9a3f7b2c67915),
  UINT64_C (0xc67178f2e372532b), UINT64_C (0xca273eceea26619c), UINT64_C (0xd186b8c721c0c207),
  UINT64_C (0xeada7dd6cde0eb1e), UINT64_C (0xf57d4f7fee6ed178), UINT64_C (0x06f067aa72176fba),
  UINT64_C (0x0a637dc5a2c898a6), UINT64_C (0x113f9804bef90dae), UINT64_C (0x1b710b35131c471b),
  UINT64_C (0x28db77f523047d84), UINT64_C (0x32caab7b40c72493), UINT64_C (0x3c9ebe0a15c9bebc),
  UINT64_C (0x431d67c49c100d4c), UINT64_C (0x4cc5d4becb3e42b6), UINT64_C (0x597f299cfc657e2a),
  UINT64_C (0x5fcb6fab3ad6faec), UINT64_C (0x6c44198c4a475817),
};

#define DEFINE_SHA2_BLOCK(name, type, rounds, read, constant, right, s00, s01, s02, s10, s11, s12, e0, e1, e2, a0, a1, a2) \
  static void                                                                                        \
  name (void *data, const uint8_t *block)                                                            \
  {                                                                                                  \
    type *h = data, w[rounds], v[8];                                                                 \
                                                                                                     \
    for (int i = 0; i < 16; i++)                                                                     \
      w[i] = read (block + sizeof (type) * i);                                                       \
    for (int i = 16; i < rounds; i++)                                                                \
      w[i] = w[i - 16] + w[i - 7]                                                                    \
             + (right (w[i - 15], s00) ^ right (w[i - 15], s01) ^ w[i - 15] >> s02)                  \
             + (right (w[i - 2], s10) ^ right (w[i - 2], s11) ^ w[i - 2] >> s12);                    \
    memcpy (v, h, sizeof v);                                                                         \
    for (int i = 0; i < rounds; i++)                                                                 \
      {                                                                                              \
        type t1 = v[7] + (right (v[4], e0) ^ right (v[4], e1) ^ right (v[4], e2))                    \
                  + ((v[4] & v[5]) ^ (~v[4] & v[6])) + (type) (constant) + w[i];                     \
        type t2 = (right (v[0], a0) ^ right (v[0], a1) ^ right (v[0], a2))                           \
                  + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));                                 \
                                                                                                     \
        memmove (v + 1, v, 7 * sizeof (type));                                                       \
        v[4] += t1;                                                                                  \
        v[0] = t1 + t2;                                                                              \
      }                                                                                              \
    for (int i = 0; i < 8; i++)                                                                      \
      h[i] += v[i];                                                                                  \
  }

DEFINE_SHA2_BLOCK (sha256_block, uint32_t, 64, read_be32, sha2_k[i] >> 32, right32, 7, 18, 3, 17, 19, 10, 6, 11, 25, 2, 13, 22)
DEFINE_SHA2_BLOCK (sha512_block, uint64_t, 80, read_be64, sha2_k[i], right64, 1, 8, 7, 19, 61, 6, 14, 18, 41, 28, 34, 39)

/* ---- whole messages ---- */

typedef struct
{
  void   (*block) (void *state, const uint8_t *block);
  uint32_t block_size;    /* 64 or 128 */
  uint32_t word;          /* bytes of a word of the state */
  bool     big_endian;
  uint32_t size;          /* of the digest */
  union
  {
    uint32_t words[8];
    uint64_t longs[8];
  } start;
} Digest;

static const Digest md5_digest = {
  md5_block, 64, 4, false, 16, { .words = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 } }
};
static const Digest sha1_digest = {
  sha1_block, 64, 4, true, 20, { .words = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } }
};
static const Digest sha224_digest = {
  sha256_block, 64, 4, true, 28, { .words = { 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4 } }
};
static const Digest sha256_digest = {
  sha256_block, 64, 4, true, 32, { .words = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } }
};
static const Digest sha384_digest = {
  sha512_block, 128, 8, true, 48, { .longs = {
    UINT64_C (0xcbbb9d5dc1059ed8), UINT64_C (0x629a292a367cd507),
    UINT64_C (0x9159015a3070dd17), UINT64_C (0x152fecd8f70e5939),
    UINT64_C (0x67332667ffc00b31), UINT64_C (0x8eb44a8768581511),
    UINT64_C (0xdb0c2e0d64f98fa7), UINT64_C (0x47b5481dbefa4fa4) } }
};
static const Digest sha512_digest = {
  sha512_block, 128, 8, true, 64, { .longs = {
    UINT64_C (0x6a09e667f3bcc908), UINT64_C (0xbb67ae8584caa73b),
    UINT64_C (0x3c6ef372fe94f82b), UINT64_C (0xa54ff53a5f1d36f1),
    UINT64_C (0x510e527fade682d1), UINT64_C (0x9b05688c2b3e6c1f),
    UINT64_C (0x1f83d9abfb41bd6b), UINT64_C (0x5be0cd19137e2179) } }
};

static void
digest_bytes (const Digest *digest, const uint8_t *bytes, uint32_t size, uint8_t *out)
{
  uint64_t state[8];
  uint8_t last[256] = { 0 };
  uint32_t whole = size / digest->block_size * digest->block_size, rest = size - whole, n;
  uint64_t bits = (uint64_t) size * 8;

  memcpy (state, &digest->start, sizeof state);
  for (uint32_t i = 0; i < whole; i += digest->block_size)
    digest->block (state, bytes + i);
  /* the last bytes, one bit, zeros, and the number of bits in the last eight or sixteen bytes */
  memcpy (last, bytes + whole, rest);
  last[rest] = 0x80;
  n = rest + 1 + digest->block_size / 8 <= digest->block_size ? digest->block_size : 2 * digest->block_size;
  bits = digest->big_endian ? GUINT64_TO_BE (bits) : GUINT64_TO_LE (bits);
  memcpy (last + n - 8, &bits, 8);
  for (uint32_t i = 0; i < n; i += digest->block_size)
    digest->block (state, last + i);
  for (uint32_t i = 0; i < digest->size; i++)
    {
      uint32_t in_word = i % digest->word;
      uint32_t shift = 8 * (digest->big_endian ? digest->word - 1 - in_word : in_word);

      out[i] = (uint8_t) (digest->word == 4 ? ((const uint32_t *) state)[i / 4] >> shift : state[i / 8] >> shift);
    }
}

static bool
digest_row (const AzudKernelCall *call, const Digest *digest, const AzudText *in, uint32_t row, AzudError *error)
{
  static const char digits[] = "0123456789abcdef";
  uint8_t bytes[DIGEST_MAX];
  char text[2 * DIGEST_MAX];

  digest_bytes (digest, (const uint8_t *) azud_text_data (in), in->size, bytes);
  for (uint32_t i = 0; i < digest->size; i++)
    {
      text[2 * i] = digits[bytes[i] >> 4];
      text[2 * i + 1] = digits[bytes[i] & 15];
    }
  return text_copy (call, row, text, 2 * digest->size, error);
}

static bool
md5_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    if (!digest_row (call, &md5_digest, &VALUE_AT (AzudText, view, row), row, error))
      return false;
  return true;
}

static bool
sha1_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    if (!digest_row (call, &sha1_digest, &VALUE_AT (AzudText, view, row), row, error))
      return false;
  return true;
}

static const Digest *
sha2_of (int32_t bits)
{
  switch (bits)
    {
    case 224:
      return &sha224_digest;
    case 0:
    case 256:
      return &sha256_digest;
    case 384:
      return &sha384_digest;
    case 512:
      return &sha512_digest;
    default:
      return NULL;
    }
}

static bool
sha2_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]), bits = azud_vector_view (call->args[1]);

  FOR_ROWS (call, row)
    {
      const Digest *digest = sha2_of (VALUE_AT (int32_t, bits, row));

      if (!(digest != NULL ? digest_row (call, digest, &VALUE_AT (AzudText, view, row), row, error) : set_null (call, row, error)))
        return false;
    }
  return true;
}

/* The checksum of zlib, four bits at a time. */
static uint32_t
crc32_of (const uint8_t *bytes, uint32_t size)
{
  uint32_t table[16], crc = UINT32_MAX;

  for (uint32_t i = 0; i < 16; i++)
    {
      table[i] = i;
      for (int k = 0; k < 4; k++)
        table[i] = table[i] & 1 ? table[i] >> 1 ^ 0xedb88320u : table[i] >> 1;
    }
  for (uint32_t i = 0; i < size; i++)
    {
      crc ^= bytes[i];
      crc = table[crc & 15] ^ crc >> 4;
      crc = table[crc & 15] ^ crc >> 4;
    }
  return ~crc;
}

static bool
crc32_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, view, row);

      out[row] = crc32_of ((const uint8_t *) azud_text_data (in), in->size);
    }
  return true;
}

const AzudFunction azud_functions_digest[] = {
  { .name = "md5", .family = N_("hash"), .since = 35, .signatures = SIGNATURES ({ "binary", "string", md5_kernel }),
    .summary = N_("The MD5 digest, in hexadecimal"), .example = "md5('Azud')", .result = "0ee7d1e9570100128028aef8cb198213" },
  { .name = "sha1", .aliases = "sha", .family = N_("hash"), .since = 35, .signatures = SIGNATURES ({ "binary", "string", sha1_kernel }),
    .summary = N_("The SHA-1 digest, in hexadecimal"), .example = "sha1('Azud')", .result = "649561a4211bd8e19e1da85b3cef7612474cec1b" },
  { .name = "sha2", .family = N_("hash"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "binary,int", "string", sha2_kernel }),
    .summary = N_("The SHA-2 digest of 224, 256 (or 0), 384 or 512 bits, in hexadecimal"),
    .example = "sha2('Azud', 224)", .result = "2826bbad6b14b23d40f03c1d6c15834c957bcb74595c8c0bfa0d45bb" },
  { .name = "crc32", .family = N_("hash"), .since = 35, .signatures = SIGNATURES ({ "binary", "bigint", crc32_kernel }),
    .summary = N_("The CRC-32 checksum"), .example = "crc32('Azud')", .result = "1125983536" },
  { NULL }
};
