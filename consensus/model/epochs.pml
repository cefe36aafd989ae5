/*
 * A change of the set (E1, E2) over the votes of votes.pml. Block 1 holds the change, blocks of LAST_HEIGHT on its chain are
 * the last of the old epoch, and their children are voted on by the new set. The chain of block 2 has no change: there the
 * old set goes on. So a fork between two sets can be seen.
 *
 * Views from SECOND_EPOCH on are the new epoch's own, as certificates order by (epoch, view, height). The three replicas are
 * the honest members of either set; no member brings promises with it, so that one of them may be new is no difference.
 * Without FEWER one of four is replaced: three honest members and a Byzantine one again, the old one or a new one. With FEWER
 * the set goes from 4 to 3 and the Byzantine validator is out: a quorum is two of three honest ones, and a NewView shows only
 * what they show. (To take an honest one out would leave a Byzantine one where f is 0.)
 *
 * The mutant E1 begins the new epoch with a last block that is prepared, not committed.
 */
#define EPOCHS
#ifndef REJOIN
#define ORDERED
#endif
#ifndef SECOND_EPOCH
#define SECOND_EPOCH 2
#endif
#ifndef VIEWS
#define VIEWS 4
#endif
#ifndef HEIGHTS
#define HEIGHTS 3
#endif
#ifndef LAST_HEIGHT
#define LAST_HEIGHT 1
#endif

#define IN_SECOND(v) ((v) >= SECOND_EPOCH)
#define SAME_EPOCH(u, v) (IN_SECOND(u) == IN_SECOND(v))
#define CHANGED(b) ((SUBTREE(1) >> (b)) & 1)
#define IS_LAST(b) (CHANGED(b) && HEIGHT(b) == LAST_HEIGHT)
#define BELONGS(b, v) ((CHANGED(b) && HEIGHT(b) > LAST_HEIGHT) == IN_SECOND(v))
#define MAY_SWAP(b) (b != 2)

#ifdef E1
#define CERTIFIED_LAST(u, v, b) (!IN_SECOND(u) && PREPARED(u, b))
#define ENDS(b) (IS_LAST(b) && ANY_VIEW(CERTIFIED_LAST, 0, b))
#else
#define ENDS(b) (IS_LAST(b) && ((final >> (b)) & 1))
#endif
#define STARTS(v, x) (IN_SECOND(v) -> ENDS(x) : (x) == 0)

#ifdef FEWER
int shown[VIEWS];                                /* ranks in ViewChanges, as bits */
#define IS_SHOWN(v, rank) (!IN_SECOND(v) || ((shown[v] >> (rank)) & 1))
#endif

#define ENTER(r) \
  :: d_step { TO_LEAVE(SECOND_EPOCH) && !IN_SECOND(asked[r]) && (ENDS(1) || ENDS(3) || ENDS(4)) -> \
       printf("%d enters the second epoch\n", NAME(r)); \
       asked[r] = SECOND_EPOCH; last[r] = 0; highest[r] = 0; \
       sort(); close_views() }
#ifndef MORE_STEPS
#define MORE_STEPS(r) ENTER(r)
#endif

#include "votes.pml"
