/*
 * Votes cast, as sets of blocks. Nobody casts one twice, so who cast it does not matter: row 0 holds the blocks with a vote,
 * row 1 those with two, which is a certificate. Where a mutant votes twice, rows are the replicas' own (NAMED).
 */
#if defined(N0) || defined(LAST) || defined(N4) || defined(D2) || defined(D3FRESH) || defined(D3ABOVE)
#define NAMED
#endif

#if VIEWS == 1
#define ANY_VIEW(f, v, x) f(0, v, x)
#elif VIEWS == 2
#define ANY_VIEW(f, v, x) (f(0, v, x) || f(1, v, x))
#elif VIEWS == 3
#define ANY_VIEW(f, v, x) (f(0, v, x) || f(1, v, x) || f(2, v, x))
#elif VIEWS == 4
#define ANY_VIEW(f, v, x) (f(0, v, x) || f(1, v, x) || f(2, v, x) || f(3, v, x))
#else
#define ANY_VIEW(f, v, x) (f(0, v, x) || f(1, v, x) || f(2, v, x) || f(3, v, x) || f(4, v, x))
#endif

#define HAS(set, row, v, b) ((set[(row) * VIEWS + (v)] >> (b)) & 1)

#ifdef NAMED
#define ROWS 3
#define ROW(set, r, v, b) (r)
#define VOTES(set, v, b) (HAS(set, 0, v, b) + HAS(set, 1, v, b) + HAS(set, 2, v, b))
#define PREPARED(v, b) (VOTES(prepared, v, b) >= 2)
#define COMMITTED(v, b) (VOTES(committed, v, b) >= 2)
#else
#define ROWS 2
#define ROW(set, r, v, b) HAS(set, 0, v, b)
#define PREPARED(v, b) HAS(prepared, 1, v, b)    /* with the Byzantine vote the certificate can exist */
#define COMMITTED(v, b) HAS(committed, 1, v, b)
#endif

BLOCKS prepared[ROWS * VIEWS], committed[ROWS * VIEWS];

byte i, j, k;                                    /* what a step uses while it lasts; 0 between steps */

#ifdef N0                                        /* a vote counts in later views too */
#define CAST(set, r, v, b) \
  i = v; do :: i < VIEWS -> set[r * VIEWS + i] = set[r * VIEWS + i] | BIT(b); i++ :: else -> break od; i = 0
#else
#define CAST(set, r, v, b) i = ROW(set, r, v, b) * VIEWS + v; set[i] = set[i] | BIT(b); i = 0
#endif

/* V3 asks for the second smallest rank alone: a pair of ViewChanges shows the higher of its two. */
inline add_rank(v, rank) {
  if
  :: rank < least[v] -> second[v] = least[v]; least[v] = rank
  :: rank >= least[v] && rank < second[v] -> second[v] = rank
  :: else
  fi
#ifdef FEWER
  ; shown[v] = shown[v] | (1 << rank)
#endif
}
