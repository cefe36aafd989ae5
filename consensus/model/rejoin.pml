/*
 * A lost journal (D2) over epochs.pml. Replica 0 forgets every promise at some time in the first epoch. What it signed stays
 * signed. It signs nothing more in that epoch, whose change is its rejoin, and votes again from the second. Beside it there
 * is the Byzantine validator: the one that lost its journal does not count as faulty for ever.
 *
 * The mutant D2 votes right away. (It keeps the view that it asked for: less than it could do wrong.)
 */
#define REJOIN
#ifndef VIEWS
#define VIEWS 3
#endif
#define HEIGHTS 2

bool wiped;
#ifdef D2
#define SILENT(r) false
#else
#define SILENT(r) (r == 0 && wiped && !IN_SECOND(asked[r]))
#endif

#define WIPE(r) \
  :: d_step { r == 0 && !wiped && !IN_SECOND(asked[r]) -> \
       printf("%d loses its journal\n", NAME(r)); \
       wiped = true; last[r] = 0; highest[r] = 0 }
#define MORE_STEPS(r) ENTER(r) WIPE(r)

#include "epochs.pml"
