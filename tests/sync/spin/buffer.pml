/* Bounded buffer: two semaphores, a mutex and a counter that only its holder touches. */
#ifndef N
#define N 2
#endif
#ifndef SLOTS
#define SLOTS 2
#endif
byte room = SLOTS, items = 0, count = 0;
bit mutex = 0;

active [N] proctype producer()
{
	do
	:: d_step { room > 0 -> room-- };
	   d_step { mutex == 0 -> mutex = 1 };
	   count++;
	   mutex = 0;
	   items++
	od
}

active [N] proctype consumer()
{
	do
	:: d_step { items > 0 -> items-- };
	   d_step { mutex == 0 -> mutex = 1 };
	   count--;
	   mutex = 0;
	   room++
	od
}
