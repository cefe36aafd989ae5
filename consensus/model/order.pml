/*
 * What makes states fewer and leaves nothing out (README.md): replicas in a sorted order, the first of two blocks that
 * nobody touched, views that everybody left without what no longer matters, and, if ORDERED, the steps of lower views first.
 */
#ifndef EPOCHS
#define SAME_EPOCH(u, v) true
#define STARTS(v, x) ((x) == 0)                  /* the base without a certificate */
#define BELONGS(b, v) true
#define MAY_SWAP(b) true
#endif
#ifndef MORE_STEPS
#define MORE_STEPS(r)
#endif
#ifndef SHOWS
#define SHOWS(r, v) skip
#define SWAP_SHOWN(r, s)
#endif
#ifndef SILENT
#define SILENT(r) false
#endif
#ifndef IS_SHOWN
#define IS_SHOWN(v, rank) true                   /* by the Byzantine validator, if by nobody else */
#endif

/* Names for what is printed, in the replay alone: the search has as many statements and no names. */
#ifdef REPLAY
byte name[3];
#define NAME(r) name[r]
#define BEGIN_NAMES name[1] = 1; name[2] = 2
#define SWAP_NAMES(r, s) SWAP(name[r], name[s])
#else
#define NAME(r) r
#define BEGIN_NAMES k = 0; k = 0
#define SWAP_NAMES(r, s) k = 0; k = 0; k = 0
#endif

#define SORT_KEY(r) ((asked[r] << 16) | (last[r] << 8) | highest[r])
#define SWAP(x, y) k = x; x = y; y = k
#ifdef NAMED
#define SORT(r, s)
#define FIRST_OF_TWINS(b) true
#else
#define SORT(r, s) \
  if \
  :: SORT_KEY(r) > SORT_KEY(s) -> \
     SWAP(asked[r], asked[s]); SWAP(last[r], last[s]); SWAP(highest[r], highest[s]); SWAP_SHOWN(r, s) SWAP_NAMES(r, s) \
  :: else \
  fi;
#define TOUCHED(u, v, b) ((prepared[u] & (SUBTREE(b) | SUBTREE((b - 1)))) != 0)
#define FIRST_OF_TWINS(b) (b % 2 == 1 || !MAY_SWAP(b) || (final & (SUBTREE(b) | SUBTREE((b - 1)))) || ANY_VIEW(TOUCHED, 0, b))
#endif
#ifdef REJOIN                                    /* 0 is the one that loses its journal */
inline sort() { SORT(1, 2) k = 0 }
#define LOWEST (asked[0] < asked[1] -> asked[0] : asked[1])
#else
inline sort() { SORT(0, 1) SORT(1, 2) SORT(0, 1) k = 0 }
#define LOWEST asked[0]
#endif

inline close_view(v) {
  prepared[v] = prepared[VIEWS + v]; committed[v] = 0; committed[VIEWS + v] = 0;
  least[v] = NEVER; second[v] = NEVER
#ifdef FEWER
  ; shown[v] = 0
#endif
}

#ifndef ORDERED
#define TO_PREPARE(v) true
#define TO_COMMIT(v) true
#define TO_LEAVE(v) true
inline close_views() {
#ifdef NAMED
  skip
#else
  do
  :: i < LOWEST -> close_view(i); i++
  :: i == LOWEST -> least[i] = second[i]; i++
  :: else -> break
  od;
  i = 0
#endif
}
#elif defined(NAMED) || defined(V2) || defined(V6) || defined(REJOIN)
#error steps of lower views cannot all come first here
#else
byte turn;                                       /* three for each view: prepare, commit, leave */
#define TO_PREPARE(v) (turn == 3 * v)
#define TO_COMMIT(v) (turn == 3 * v + 1)
#define TO_LEAVE(v) (turn == 3 * v - 1)
#define HERE (turn / 3)
inline close_views() { skip }

/* No later base is below the second smallest of the highest certificates. */
inline drop_low_certificates() {
  do
  :: i < VIEWS ->
     j = 1;
     do
     :: j < COUNT && RANK(i, j) < highest[1] -> prepared[i] = prepared[i] & ~BIT(j); prepared[VIEWS + i] = prepared[i]; j++
     :: j < COUNT && RANK(i, j) >= highest[1] -> j++
     :: else -> break
     od;
     i++
  :: else -> break
  od;
  i = 0; j = 0
}

/* V3: no base below or beside what is final from lower views. */
inline check_bases() {
#if !defined(E1) && !defined(V3)
  do
  :: j < COUNT -> assert(!BASE(HERE, j) || (final & ~ANCESTRY(j)) == 0); j++
  :: else -> break
  od;
  j = 0
#else
  skip
#endif
}

#define ARRIVE(r) asked[r] = (SIGNS_IN(r, HERE) -> HERE : asked[r])
active proctype order() {
end:
  do
  :: d_step { turn % 3 == 0 ->
       prepared[HERE] = prepared[VIEWS + HERE]; last[0] = 0; last[1] = 0; last[2] = 0;
       sort(); turn++ }
  :: d_step { turn % 3 == 1 && turn < 3 * (VIEWS - 1) ->
       close_view(HERE);
#ifndef E1
       drop_low_certificates();
#endif
       turn++ }
  :: d_step { turn % 3 == 2 ->
       turn++; ARRIVE(0); ARRIVE(1); ARRIVE(2); least[HERE] = second[HERE];
       sort(); check_bases() }
  od
}
#endif
