/* What a sound model must be able to do; each of these assertions must fail. */
#if defined(REACH_REJOINED)                      /* who lost its journal votes again */
#define REACHED_BY_PREPARE(r, v, b) assert(r != 0 || !wiped || !IN_SECOND(v))
#elif defined(REACH_RECOVERED)                   /* who lost its journal votes again by an order */
#define REACHED_BY_PREPARE(r, v, b) assert(r != 0 || !back)
#elif defined(REACH_CERTIFIED_PARENT)              /* N2 (c) and neither (a) nor (b) */
#define REACHED_BY_PREPARE(r, v, b) assert(BY_A(r, v, b) || BY_B(r, v, b))
#elif defined(REACH_TWO_BASES)                   /* rivals prepared in one later view: a primary with two NewViews */
#define REACHED_BY_PREPARE(r, v, b) assert(v == 0 || !HAS(prepared, 0, v, TWIN(b)))
#elif defined(REACH_NOT_ASKED)                   /* a view it did not ask for: another's NewView, or catch-up (V6) */
#define REACHED_BY_PREPARE(r, v, b) assert(v <= asked[r])
#else
#define REACHED_BY_PREPARE(r, v, b)
#endif
#define REPEATED(u, v, b) ((u) < (v) && PREPARED(u, b))
#define ABANDONED(u, v, b) ((u) < (v) && PREPARED(u, TWIN(b)))
#if defined(REACH_LATER)                         /* a child committed in the last view of a block committed before */
#define REACHED_BY_COMMIT(v, b) assert(v < VIEWS - 1 || PARENT(b) == 0 || !(final & BIT(PARENT(b))))
#elif defined(REACH_SECOND_EPOCH)                /* the new set commits, in a later view than its first */
#define REACHED_BY_COMMIT(v, b) assert(v <= SECOND_EPOCH)
#elif defined(REACH_AGAIN)                       /* base certified again and committed, having been certified before */
#define REACHED_BY_COMMIT(v, b) assert(!ANY_VIEW(REPEATED, v, b))
#elif defined(REACH_ABANDONED)                   /* a rival of a certified block committed */
#define REACHED_BY_COMMIT(v, b) assert(!ANY_VIEW(ABANDONED, v, b))
#elif defined(REACH_TOP)                         /* the highest block committed in the last view */
#define REACHED_BY_COMMIT(v, b) assert(v < VIEWS - 1 || HEIGHT(b) < HEIGHTS)
#else
#define REACHED_BY_COMMIT(v, b)
#endif
