/*
 * An order of the operators that lets lost journals vote again in the epoch they were lost in (D3), over votes.pml. Replica 0
 * forgets every promise at some time, and the Byzantine validator stands for a second one that did: it may say anything. So the
 * other two are all that is left, and both are honest; or it lies, and only replica 0 is lost.
 *
 * After the loss the operators name a view above every one that anybody has asked for. Replica 0 signs nothing until the other two
 * have each sent a ViewChange for that view or a later one. It takes the highest certificate that these show for its own, and
 * asks for such a view itself. It is shown the first such ViewChange of each: later ones show no less.
 *
 * Mutants: D3ALL waits for one of the two; D3FRESH takes ViewChanges from before the loss, too; D3ABOVE names a view that replica 0
 * may have asked for before its loss; D3HIGHEST forgets what the two show.
 */
#define REJOIN
#ifndef VIEWS
#define VIEWS 3
#endif
#ifndef HEIGHTS
#define HEIGHTS 1
#endif

bool wiped, back;
byte named;                                      /* the view that the operators name, plus 1; 0 while they have not */
byte shown[3];                                   /* rank in its ViewChange for that view or a later one, plus 1; 0 without one */

#define SILENT(r) (r == 0 && wiped)
#define HIGHER_OF(x, y) (x > y -> x : y)
#ifdef D3FRESH
#define FRESH(v) true
#define HIGHEST_ASKED 0
#elif defined(D3ABOVE)
#define FRESH(v) (named != 0 && v + 1 >= named)
#define HIGHEST_ASKED HIGHER_OF(asked[1], asked[2])
#else
#define FRESH(v) (named != 0 && v + 1 >= named)
#define HIGHEST_ASKED (asked[0] > asked[1] && asked[0] > asked[2] -> asked[0] : HIGHER_OF(asked[1], asked[2]))
#endif
#define SHOWS(r, v) if :: FRESH(v) && shown[r] == 0 -> shown[r] = highest[r] + 1 :: else fi
#define SWAP_SHOWN(r, s) SWAP(shown[r], shown[s]);
#ifdef D3ALL
#define HEARD (shown[1] != 0 || shown[2] != 0)
#else
#define HEARD (shown[1] != 0 && shown[2] != 0)
#endif
#ifdef D3HIGHEST
#define TAKEN 0
#else
#define TAKEN (HIGHER_OF(shown[1], shown[2]) - 1)
#endif

#define COME_BACK(v) \
  :: d_step { r == 0 && wiped && named != 0 && v + 1 >= named && HEARD && v != asked[0] && v > VIEW_OF(TAKEN) -> \
       printf("%d is back in view %d\n", NAME(r), v); \
       wiped = false; back = true; highest[0] = TAKEN; asked[0] = v; add_rank(v, highest[0]); \
       sort(); close_views() }
#define MORE_STEPS(r) \
  :: d_step { r == 0 && !wiped && !back -> \
       printf("%d loses its journal\n", NAME(r)); \
       wiped = true; last[0] = 0; highest[0] = 0 } \
  :: d_step { r == 0 && wiped && named == 0 && HIGHEST_ASKED + 1 < VIEWS -> named = HIGHEST_ASKED + 2 } \
  COME_BACKS
#if VIEWS == 3
#define COME_BACKS COME_BACK(1) COME_BACK(2)
#else
#define COME_BACKS COME_BACK(1) COME_BACK(2) COME_BACK(3)
#endif

#include "votes.pml"
