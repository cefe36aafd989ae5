/*
 * Votes and view changes (PROTOCOL.md N0, N2, N4, V2, V3, V4, V6): four validators, one of them Byzantine.
 *
 * The processes are the three honest replicas. What is not here may do anything at any time:
 *   - the Byzantine validator: its vote is always had, so a quorum of three is two honest votes; its ViewChange shows any
 *     certificate that exists, or none;
 *   - primaries: any block may be proposed in any view, two at once, and a view may have several NewViews. So it matters
 *     neither which validator is the Byzantine one nor whether N7 holds;
 *   - the network: a vote that was cast is seen or not, by anybody, at any later time;
 *   - timers and asks (V1): a replica leaves for any later view at any time.
 * A crash may come between any two steps and forgets what is not durable: the NewView that was adopted and the view that was
 * entered. So neither is kept: with every Prepare a replica adopts one of the NewViews that can be made by then. They only
 * become more, so this is what crashing and adopting again can do, and what keeping it can do.
 *
 * README.md says which rules are weaker here, and why ORDERED leaves nothing out. A mutant is one rule weakened: N0, N2B,
 * LAST (N2's last Prepare), N4, V2, V3, V4, V6. REACH_... are things that must be reachable.
 */
#ifndef VIEWS
#ifdef V3                                        /* a fork takes three */
#define VIEWS 3
#else
#define VIEWS 2
#endif
#endif
#ifndef HEIGHTS
#if defined(N0) || defined(LAST) || defined(N4)  /* one is enough for a fork, and their states are many */
#define HEIGHTS 1
#else
#define HEIGHTS 2
#endif
#endif
#define NEVER 63                                 /* above all ranks: no quorum of ViewChanges yet */

#include "blocks.pml"

/* A vote's place is its view and block. A certificate ranks by (view, height), never by block. */
#define AT(v, b) (((v) << 4) | (b))
#define VIEW(place) ((place) >> 4)
#define BLOCK(place) ((place) & 15)
#ifdef V3                                        /* by (height, view) */
#define RANK(v, b) ((HEIGHT(b) << 3) | (v))
#define VIEW_OF(rank) ((rank) & 7)
#define HEIGHT_OF(rank) ((rank) >> 3)
#else
#define RANK(v, b) (((v) << 2) | HEIGHT(b))
#define VIEW_OF(rank) ((rank) >> 2)
#define HEIGHT_OF(rank) ((rank) & 3)
#endif

byte asked[3];                                   /* the highest view it sent a ViewChange for: durable, as the next two */
byte last[3];                                    /* place of its last Prepare, 0 for none or of a view it left */
byte highest[3];                                 /* rank of its highest certificate, 0 for none */
BLOCKS final;                                    /* blocks with a CommitCertificate, and their ancestors */
byte least[VIEWS], second[VIEWS];                /* the two smallest ranks in ViewChanges for a view */

/* V2; E2. */
#ifdef V6                                        /* joins a view that it left, having caught up with a block of it */
#define NOT_LEFT(r, v) (v >= asked[r] || committed[VIEWS + v] != 0)
#else
#define NOT_LEFT(r, v) (v >= asked[r])
#endif
#define SIGNS_IN(r, v) (NOT_LEFT(r, v) && SAME_EPOCH(asked[r], v) && !SILENT(r))

#include "certificates.pml"

/* V3: two honest ViewChanges and any third show all that ranks above the second smallest; V6: or a CommitCertificate. */
#define SHOWN(u, v, x) (SAME_EPOCH(u, v) && (u) < (v) && PREPARED(u, x) && RANK(u, x) >= second[v] && IS_SHOWN(v, RANK(u, x)))
#define BASE(v, x) ((second[v] == 0 && STARTS(v, x)) || (x != 0 && (ANY_VIEW(SHOWN, v, x) || COMMITTED(v, x))))

#ifdef V4                                        /* an ancestor of base may be prepared */
#define ON_BASE(v, b) (BASE(v, b) || BASE(v, PARENT(b)) || (HEIGHT(b) < HEIGHTS && (BASE(v, LEFT(b)) || BASE(v, RIGHT(b)))))
#else
#define ON_BASE(v, b) (BASE(v, b) || BASE(v, PARENT(b)))
#endif
#ifdef N2B                                       /* any higher block will do */
#define FOLLOWS(r, b) true
#else
#define FOLLOWS(r, b) (BLOCK(last[r]) == PARENT(b))
#endif
#define VOTED_IN(r, v) (last[r] != 0 && VIEW(last[r]) == v)
#define HIGHER(r, v, b) (VIEW(last[r]) < v || (VIEW(last[r]) == v && HEIGHT(b) > HEIGHT(BLOCK(last[r]))))
#define BY_A(r, v, b) (!VOTED_IN(r, v) && ON_BASE(v, b))
#define BY_B(r, v, b) (VOTED_IN(r, v) && FOLLOWS(r, b))
#define BY_C(r, v, b) (PARENT(b) != 0 && PREPARED(v, PARENT(b)) && (!VOTED_IN(r, v) || HEIGHT(PARENT(b)) >= HEIGHT(BLOCK(last[r]))))

#ifdef V2                                        /* goes on committing in views it left */
#define MAY_COMMIT(r, v) true
#else
#define MAY_COMMIT(r, v) SIGNS_IN(r, v)
#endif

#include "order.pml"
#include "reach.pml"

#define PREPARE(r, v, b) \
  :: d_step { TO_PREPARE(v) && SIGNS_IN(r, v) && BELONGS(b, v) && HIGHER(r, v, b) && FIRST_OF_TWINS(b) && \
       (BY_A(r, v, b) || BY_B(r, v, b) || BY_C(r, v, b)) -> \
       REACHED_BY_PREPARE(r, v, b); \
       printf("%d prepares %d in view %d\n", NAME(r), b, v); \
       CAST(prepared, r, v, b); last[r] = AT(v, b); \
       sort() }

#define COMMIT(r, v, b) \
  :: d_step { TO_COMMIT(v) && MAY_COMMIT(r, v) && PREPARED(v, b) && RANK(v, b) > highest[r] -> \
       printf("%d commits %d in view %d\n", NAME(r), b, v); \
       CAST(committed, r, v, b); highest[r] = RANK(v, b); \
       if \
       :: COMMITTED(v, b) -> REACHED_BY_COMMIT(v, b); final = final | ANCESTRY(b); assert(ONE_CHAIN(final)) \
       :: else \
       fi; \
       sort() }

#ifdef V6
#define FORGET_LEFT(r, v)
#else
#define FORGET_LEFT(r, v) if :: VIEW(last[r]) < v -> last[r] = 0 :: else fi
#endif
#define LEAVE(r, v) \
  :: d_step { TO_LEAVE(v) && v > asked[r] && SAME_EPOCH(asked[r], v) && !SILENT(r) && v > VIEW_OF(highest[r]) -> \
       printf("%d leaves for view %d and shows height %d of view %d\n", NAME(r), v, HEIGHT_OF(highest[r]), VIEW_OF(highest[r])); \
       asked[r] = v; add_rank(v, highest[r]); SHOWS(r, v); \
       FORGET_LEFT(r, v); \
       sort(); close_views() }

#define STEPS(r, v) EACH_BLOCK(PREPARE, r, v) EACH_BLOCK(COMMIT, r, v) LEAVE(r, v)

proctype replica(byte r) {
end:
  do
  STEPS(r, 0)
#if VIEWS > 1
  STEPS(r, 1)
#endif
#if VIEWS > 2
  STEPS(r, 2)
#endif
#if VIEWS > 3
  STEPS(r, 3)
#endif
#if VIEWS > 4
  STEPS(r, 4)
#endif
#ifdef LAST
  :: d_step { last[r] != 0 -> last[r] = 0; printf("%d crashes and forgets its last Prepare\n", NAME(r)); sort() }
#endif
#ifdef N4
  :: d_step { highest[r] != 0 -> highest[r] = 0; printf("%d crashes and forgets its highest certificate\n", NAME(r)); sort() }
#endif
  MORE_STEPS(r)
  od
}

init {
  d_step {
    i = 1;
    do :: i < VIEWS -> least[i] = NEVER; second[i] = (SAME_EPOCH(i - 1, i) -> NEVER : 0); i++ :: else -> break od;
    i = 0; BEGIN_NAMES
  }
  atomic { run replica(0); run replica(1); run replica(2) }
}
