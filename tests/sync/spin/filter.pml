/* The filter lock for three: one load a step, loops written out.
   `looked` is what the loop variables of the Python thread still tell after the loops:
   whether it has ever looked at another thread. */
byte level[3];
byte victim[3];
byte inside = 0;

#define CLIMB(L, ONE, OTHER) \
	level[_pid] = L; \
	d_step { victim[L] = _pid; looked = 1 }; \
one##L: \
	if \
	:: level[ONE] < L -> goto other##L \
	:: else \
	fi; \
	if \
	:: victim[L] != _pid -> goto other##L \
	:: else -> goto one##L \
	fi; \
other##L: \
	if \
	:: level[OTHER] < L -> goto done##L \
	:: else \
	fi; \
	if \
	:: victim[L] != _pid -> goto done##L \
	:: else -> goto other##L \
	fi; \
done##L:

active [3] proctype thread()
{
	bit looked = 0;
	do
	:: CLIMB(1, (_pid == 0 -> 1 : 0), (_pid == 2 -> 1 : 2))
	   CLIMB(2, (_pid == 0 -> 1 : 0), (_pid == 2 -> 1 : 2))
	   inside++;
	   inside--;
	   level[_pid] = 0
	od
}
