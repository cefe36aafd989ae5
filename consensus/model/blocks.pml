/* Blocks are a full binary tree in heap order: 0 is the parent of the first, 1 and 2 are its children, 3 and 4 those of 1. */
#define PARENT(b) (((b) - 1) / 2)
#define LEFT(b) (2 * (b) + 1)
#define RIGHT(b) (2 * (b) + 2)
#define TWIN(b) ((b) % 2 == 1 -> (b) + 1 : (b) - 1)
#define HEIGHT(b) ((b) == 0 -> 0 : ((b) <= 2 -> 1 : ((b) <= 6 -> 2 : 3)))

/* Sets of blocks are bits. */
#define BIT(b) (1 << (b))
#define ANCESTRY(b) (BIT(b) | ((b) > 2 -> BIT(PARENT(b)) : 0) | ((b) > 6 -> BIT(PARENT(PARENT(b))) : 0))
#define CHILDREN(b) (BIT(LEFT(b)) | BIT(RIGHT(b)))
#define SUBTREE(b) (BIT(b) | ((b) <= 6 -> CHILDREN(b) : 0) | ((b) <= 2 -> (CHILDREN(LEFT(b)) | CHILDREN(RIGHT(b))) : 0))

/* Agreement: of every height at most one block is final. */
#define AT_MOST_ONE(set) (((set) & ((set) - 1)) == 0)
#define ONE_CHAIN(set) (AT_MOST_ONE((set) & 6) && AT_MOST_ONE((set) & 120) && AT_MOST_ONE((set) & 32640))

#if HEIGHTS == 3
#define BLOCKS short
#define COUNT 15
#define EACH_BLOCK(step, r, v) step(r, v, 1) step(r, v, 2) step(r, v, 3) step(r, v, 4) step(r, v, 5) step(r, v, 6) \
  step(r, v, 7) step(r, v, 8) step(r, v, 9) step(r, v, 10) step(r, v, 11) step(r, v, 12) step(r, v, 13) step(r, v, 14)
#elif HEIGHTS == 2
#define BLOCKS byte
#define COUNT 7
#define EACH_BLOCK(step, r, v) step(r, v, 1) step(r, v, 2) step(r, v, 3) step(r, v, 4) step(r, v, 5) step(r, v, 6)
#else
#define BLOCKS byte
#define COUNT 3
#define EACH_BLOCK(step, r, v) step(r, v, 1) step(r, v, 2)
#endif
