/* csv-split.c: where CSV records begin, exactly
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-split.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PIECE ((size_t) 4096)

static void
fill (AzudCsvAutomaton *a,
      AzudCsvState      state,
      AzudCsvState      otherwise)
{
  memset (a->next[state], otherwise, 256);
}

/* Outside of quotes separators and line ends mean the same in every state. */
static void
set_outside (AzudCsvAutomaton *a,
             AzudCsvState      state,
             AzudCsvState      otherwise)
{
  fill (a, state, otherwise);
  a->next[state][(unsigned char) a->sep] = AZUD_CSV_AT_FIELD;
  a->next[state]['\n'] = AZUD_CSV_AT_RECORD;
  a->next[state]['\r'] = AZUD_CSV_AT_RECORD;
}

static void
set_blanks (AzudCsvAutomaton *a,
            AzudCsvState      state,
            AzudCsvState      next)
{
  a->next[state][' '] = next;
  if (a->sep != '\t')
    a->next[state]['\t'] = next;
}

void
azud_csv_automaton_init (AzudCsvAutomaton     *a,
                         const AzudCsvOptions *options)
{
  unsigned char quote = (unsigned char) options->quote;
  unsigned char escape = (unsigned char) options->escape;

  a->sep = options->sep;
  a->quote = options->quote;
  a->escape = options->escape;
  a->hops = options->comment == '\0' && !options->ignore_leading_blanks && !options->ignore_trailing_blanks;

  set_outside (a, AZUD_CSV_AT_RECORD, AZUD_CSV_UNQUOTED);
  set_outside (a, AZUD_CSV_AT_FIELD, AZUD_CSV_UNQUOTED);
  set_outside (a, AZUD_CSV_UNQUOTED, AZUD_CSV_UNQUOTED);
  set_outside (a, AZUD_CSV_AFTER_QUOTE, AZUD_CSV_UNQUOTED);
  set_outside (a, AZUD_CSV_AFTER_BLANK, AZUD_CSV_UNQUOTED);
  if (options->ignore_leading_blanks)
    {
      set_blanks (a, AZUD_CSV_AT_RECORD, AZUD_CSV_AT_FIELD);
      set_blanks (a, AZUD_CSV_AT_FIELD, AZUD_CSV_AT_FIELD);
    }
  if (options->ignore_trailing_blanks)
    {
      set_blanks (a, AZUD_CSV_AFTER_QUOTE, AZUD_CSV_AFTER_BLANK);
      set_blanks (a, AZUD_CSV_AFTER_BLANK, AZUD_CSV_AFTER_BLANK);
    }
  fill (a, AZUD_CSV_QUOTED, AZUD_CSV_QUOTED);
  fill (a, AZUD_CSV_ESCAPED, AZUD_CSV_QUOTED);
  fill (a, AZUD_CSV_COMMENT, AZUD_CSV_COMMENT);
  a->next[AZUD_CSV_COMMENT]['\n'] = AZUD_CSV_AT_RECORD;
  a->next[AZUD_CSV_COMMENT]['\r'] = AZUD_CSV_AT_RECORD;
  if (quote != 0)
    {
      a->next[AZUD_CSV_AT_RECORD][quote] = AZUD_CSV_QUOTED;
      a->next[AZUD_CSV_AT_FIELD][quote] = AZUD_CSV_QUOTED;
      if (escape != 0 && escape != quote)
        a->next[AZUD_CSV_QUOTED][escape] = AZUD_CSV_ESCAPED;
      a->next[AZUD_CSV_QUOTED][quote] = AZUD_CSV_AFTER_QUOTE;
      if (escape == quote)
        a->next[AZUD_CSV_AFTER_QUOTE][quote] = AZUD_CSV_QUOTED;
    }
  if (options->comment != '\0')
    a->next[AZUD_CSV_AT_RECORD][(unsigned char) options->comment] = AZUD_CSV_COMMENT;
}

AzudCsvState
azud_csv_automaton_run_bytewise (const AzudCsvAutomaton *a,
                                 AzudCsvState            state,
                                 const char             *text,
                                 size_t                  size)
{
  uint8_t s = (uint8_t) state;

  for (size_t i = 0; i < size; i++)
    s = a->next[s][(unsigned char) text[i]];
  return (AzudCsvState) s;
}

/* The state after a byte that is neither quote nor escape, outside of quotes. */
static AzudCsvState
state_after (const AzudCsvAutomaton *a,
             char                    c)
{
  if (c == '\n' || c == '\r')
    return AZUD_CSV_AT_RECORD;
  return c == a->sep ? AZUD_CSV_AT_FIELD : AZUD_CSV_UNQUOTED;
}

/* Inside quotes only quote and escape matter; memchr finds them at many bytes a cycle. */
static const char *
find_in_quotes (const AzudCsvAutomaton *a,
                const char             *p,
                const char             *end)
{
  const char *quote = memchr (p, a->quote, (size_t) (end - p));
  const char *limit = quote != NULL ? quote : end;
  const char *escape = NULL;

  if (a->escape != a->quote && a->escape != '\0')
    escape = memchr (p, a->escape, (size_t) (limit - p));
  return escape != NULL ? escape : quote;
}

AzudCsvState
azud_csv_automaton_run (const AzudCsvAutomaton *a,
                        AzudCsvState            state,
                        const char             *text,
                        size_t                  size)
{
  const char *p = text;
  const char *end = text + size;

  if (!a->hops)
    return azud_csv_automaton_run_bytewise (a, state, text, size);
  while (p < end)
    {
      const char *found;

      switch (state)
        {
        case AZUD_CSV_QUOTED:
          found = find_in_quotes (a, p, end);
          if (found == NULL)
            return AZUD_CSV_QUOTED;
          state = (AzudCsvState) a->next[AZUD_CSV_QUOTED][(unsigned char) *found];
          p = found + 1;
          break;

        case AZUD_CSV_AFTER_QUOTE:
        case AZUD_CSV_AFTER_BLANK:
        case AZUD_CSV_ESCAPED:
        case AZUD_CSV_COMMENT:
          state = (AzudCsvState) a->next[state][(unsigned char) *p++];
          break;

        case AZUD_CSV_AT_RECORD:
        case AZUD_CSV_AT_FIELD:
        case AZUD_CSV_UNQUOTED:
        default:
          found = a->quote != '\0' ? memchr (p, a->quote, (size_t) (end - p)) : NULL;
          if (found == NULL)
            return state_after (a, end[-1]);
          if (found > p)
            state = state_after (a, found[-1]);
          state = (AzudCsvState) a->next[state][(unsigned char) *found];
          p = found + 1;
          break;
        }
    }
  return state;
}

/* Bits of the quotes among 64 bytes. */
static inline uint64_t
quote_mask (const char *p,
            char        quote)
{
  uint64_t mask = 0;

#ifdef __SSE2__
  const __m128i pattern = _mm_set1_epi8 (quote);

  for (int i = 0; i < 4; i++)
    {
      __m128i bytes = _mm_loadu_si128 ((const __m128i *) (const void *) (p + 16 * i));

      mask |= (uint64_t) (uint16_t) _mm_movemask_epi8 (_mm_cmpeq_epi8 (bytes, pattern)) << (16 * i);
    }
#else
  for (int i = 0; i < 64; i++)
    mask |= (uint64_t) (p[i] == quote) << i;
#endif
  return mask;
}

/* Where quotes are doubled and bytes may be skipped, only quotes matter, and between quotes a state is either inside or
 * outside.  Takes both through text[from, to), which neither begins nor ends beside a quote.  Outside, a quote opens
 * after a separator or line end and is stray elsewhere; inside, two are one and a single one closes. */
static void
run_both (const AzudCsvAutomaton *a,
          const char             *text,
          size_t                  from,
          size_t                  to,
          bool                    inside[2])
{
  bool first = inside[0];
  bool second = inside[1];
  size_t skip_first = SIZE_MAX;    /* the second quote of two */
  size_t skip_second = SIZE_MAX;

  for (size_t block = from; block < to; block += 64)
    {
      uint64_t mask = 0;

      if (to - block >= 64)
        mask = quote_mask (text + block, a->quote);
      else
        for (size_t i = block; i < to; i++)
          mask |= (uint64_t) (text[i] == a->quote) << (i - block);
      for (; mask != 0; mask &= mask - 1)
        {
          size_t at = block + (size_t) __builtin_ctzll (mask);
          char before = text[at - 1];
          bool opens = before == a->sep || before == '\n' || before == '\r';
          bool doubled = text[at + 1] == a->quote;

          if (at != skip_first)
            {
              if (first && doubled)
                skip_first = at + 1;
              else
                first = !first && opens;
            }
          if (at != skip_second)
            {
              if (second && doubled)
                skip_second = at + 1;
              else
                second = !second && opens;
            }
        }
    }
  inside[0] = first;
  inside[1] = second;
}

/* The same as run(), for all states at once, in one pass over long texts with many quotes. */
static bool
run_map_fast (const AzudCsvAutomaton *a,
              uint8_t                 map[AZUD_CSV_N_STATES],
              const char             *text,
              size_t                  size)
{
  size_t from = 0;
  size_t to = size;
  bool inside[2] = { false, true };

  if (!a->hops || a->quote == '\0' || a->escape != a->quote)
    return false;
  while (from < size && text[from] == a->quote)
    from++;
  while (to > 0 && text[to - 1] == a->quote)
    to--;
  if (from + 1 >= to)   /* nothing but quotes and one byte */
    return false;
  run_both (a, text, ++from, to, inside);
  for (int i = 0; i < AZUD_CSV_N_STATES; i++)
    {
      AzudCsvState state = azud_csv_automaton_run_bytewise (a, (AzudCsvState) map[i], text, from);

      if (state == AZUD_CSV_COMMENT)
        continue;   /* cannot be in such a dialect */
      state = inside[state == AZUD_CSV_QUOTED] ? AZUD_CSV_QUOTED : state_after (a, text[to - 1]);
      map[i] = (uint8_t) azud_csv_automaton_run_bytewise (a, state, text + to, size - to);
    }
  return true;
}

void
azud_csv_automaton_run_map (const AzudCsvAutomaton *a,
                            uint8_t                 map[AZUD_CSV_N_STATES],
                            const char             *text,
                            size_t                  size)
{
  if (run_map_fast (a, map, text, size))
    return;
  /* Different starts soon meet: after a few bytes there are mostly two classes left, inside and outside.  So
   * each piece is run once per state that is still in the map. */
  for (size_t done = 0; done < size;)
    {
      size_t piece = size - done < PIECE ? size - done : PIECE;
      uint8_t after[AZUD_CSV_N_STATES];
      unsigned known = 0;

      for (int i = 0; i < AZUD_CSV_N_STATES; i++)
        {
          unsigned s = map[i];

          if ((known & (1u << s)) == 0)
            {
              after[s] = (uint8_t) azud_csv_automaton_run (a, (AzudCsvState) s, text + done, piece);
              known |= 1u << s;
            }
          map[i] = after[s];
        }
      done += piece;
    }
}

size_t
azud_csv_automaton_find_record (const AzudCsvAutomaton *a,
                                AzudCsvState           *state,
                                const char             *text,
                                size_t                  size)
{
  uint8_t s = (uint8_t) *state;
  size_t i = 0;

  while (i < size)
    {
      if (s == AZUD_CSV_QUOTED)   /* may be megabytes */
        {
          const char *found = find_in_quotes (a, text + i, text + size);

          if (found == NULL)
            break;
          i = (size_t) (found - text);
        }
      s = a->next[s][(unsigned char) text[i++]];
      if (s == AZUD_CSV_AT_RECORD)
        {
          *state = AZUD_CSV_AT_RECORD;
          return i;
        }
    }
  *state = (AzudCsvState) s;
  return SIZE_MAX;
}

#ifdef __SSE2__

static size_t
count_byte (const char *text,
            size_t      size,
            char        c)
{
  const __m128i pattern = _mm_set1_epi8 (c);
  const __m128i zero = _mm_setzero_si128 ();
  __m128i total = zero;
  uint64_t halves[2];
  size_t n = 0;
  size_t i = 0;

  while (i + 16 <= size)
    {
      /* at most 255 rounds, so that the sums per byte do not run over */
      size_t stop = size - i > 255 * 16 ? i + 255 * 16 : i + (size - i) / 16 * 16;
      __m128i sums = zero;

      for (; i < stop; i += 16)
        sums = _mm_sub_epi8 (sums,
                             _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) (const void *) (text + i)),
                                             pattern));
      total = _mm_add_epi64 (total, _mm_sad_epu8 (sums, zero));
    }
  _mm_storeu_si128 ((__m128i *) (void *) halves, total);
  n = halves[0] + halves[1];
  for (; i < size; i++)
    n += text[i] == c;
  return n;
}

#else

/* Eight bytes at a time: a byte equal to @c becomes 0x80 (exact, no borrow between bytes). */
static inline uint64_t
equal_bytes (uint64_t word,
             uint64_t pattern)
{
  const uint64_t low = UINT64_C (0x7f7f7f7f7f7f7f7f);
  uint64_t x = word ^ pattern;

  return ~(((x & low) + low) | x | low);
}

static size_t
count_byte (const char *text,
            size_t      size,
            char        c)
{
  uint64_t pattern = UINT64_C (0x0101010101010101) * (unsigned char) c;
  size_t n = 0;
  size_t i = 0;

  while (i + 8 <= size)
    {
      /* at most 255 words, so that the sums per byte do not run over */
      size_t stop = size - i > 255 * 8 ? i + 255 * 8 : i + (size - i) / 8 * 8;
      uint64_t sums = 0;

      for (; i < stop; i += 8)
        {
          uint64_t word;

          memcpy (&word, text + i, 8);
          sums += equal_bytes (word, pattern) >> 7;
        }
      sums = (sums & UINT64_C (0x00ff00ff00ff00ff)) + ((sums >> 8) & UINT64_C (0x00ff00ff00ff00ff));
      n += (sums * UINT64_C (0x0001000100010001)) >> 48;
    }
  for (; i < size; i++)
    n += text[i] == c;
  return n;
}

#endif

int64_t
azud_csv_count_lines (const char *text,
                      size_t      size,
                      char        before,
                      char        before2)
{
  int64_t n;
  const char *p = text;
  const char *end = text + size;

  if (size == 0)
    return 0;
  n = (int64_t) count_byte (text, size, '\n');
  if (before != '\r' && memchr (text, '\r', size) == NULL)
    return n;
  n += (int64_t) count_byte (text, size, '\r');
  while ((p = memchr (p, '\n', (size_t) (end - p))) != NULL)
    {
      char one = p > text ? p[-1] : before;
      char two = p > text + 1 ? p[-2] : p > text ? before : before2;

      if (one == '\r')
        n -= two == '\r' ? 2 : 1;
      p++;
    }
  return n;
}

bool
azud_csv_is_no_record (const AzudCsvOptions *options,
                       const char           *text,
                       size_t                size)
{
  if (size > 0 && options->comment != '\0' && text[0] == options->comment)
    return true;
  for (size_t i = 0; i < size; i++)
    if ((unsigned char) text[i] > ' ' || text[i] == options->sep)
      return false;
  return true;
}
