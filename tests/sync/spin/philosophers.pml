/* Dining philosophers, each takes the fork of its own number first. */
#ifndef N
#define N 8
#endif
bit fork[N];

active [N] proctype philosopher()
{
	do
	:: d_step { fork[_pid] == 0 -> fork[_pid] = 1 };
	   d_step { fork[(_pid + 1) % N] == 0 -> fork[(_pid + 1) % N] = 1 };
	   fork[_pid] = 0;
	   fork[(_pid + 1) % N] = 0
	od
}
