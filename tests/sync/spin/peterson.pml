/* Peterson's lock for two: one load a step. */
bit wants[2];
byte turn = 0;
byte inside = 0;

active [2] proctype thread()
{
	do
	:: wants[_pid] = 1;
	   turn = 1 - _pid;
again:
	   if
	   :: wants[1 - _pid] == 0 -> goto critical
	   :: else
	   fi;
	   if
	   :: turn == _pid -> goto critical
	   :: else -> goto again
	   fi;
critical:
	   inside++;
	   inside--;
	   wants[_pid] = 0
	od
}
