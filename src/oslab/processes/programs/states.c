/* Puts one process, the specimen, into a state of the reader's choice and
 * keeps it there.
 *
 *     states STATE [handled]
 *
 * STATE is running, sleeping, uninterruptible, stopped, traced or zombie.
 * With "handled" the specimen has a handler for SIGTERM, which does nothing.
 *
 * It prints the specimen's pid on one line. When its own standard input is
 * closed it ends the specimen, fetches its exit status, and exits. The kernel
 * ends the specimen (PR_SET_PDEATHSIG) if this program is itself killed first,
 * and alarm() ends a forgotten spinner, so no specimen outlives its keeper.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static void wait_for_end_of_input(void)
{
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
}

static void note(int signal)
{
    (void)signal;
}

/* D. The child of vfork borrows our memory, so the kernel puts us to sleep
 * until the child has let go of it by exec or exit. Only a signal that is fatal
 * ends that sleep: a handler runs later, when the child has let go. */
static int uninterruptible(void)
{
    pid_t child = vfork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dprintf(STDOUT_FILENO, "%d\n", (int)getppid()); /* its parent is it */
        wait_for_end_of_input();
        _exit(0);
    }
    return waitpid(child, NULL, 0) == child ? 0 : 1;
}

static void become(const char *state)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm(60);
    if (strcmp(state, "running") == 0)
        for (volatile unsigned long turns = 0;; turns++) /* R: needs a CPU */
            ;
    if (strcmp(state, "sleeping") == 0)
        for (;;)
            pause(); /* S: any signal ends this sleep */
    if (strcmp(state, "stopped") == 0)
        raise(SIGSTOP); /* T: until somebody sends SIGCONT */
    if (strcmp(state, "traced") == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP); /* t: the tracer decides, as under a debugger */
    }
    _exit(7); /* Z: an exit status that nobody has fetched yet */
}

int main(int argc, char **argv)
{
    const char *state = argc >= 2 ? argv[1] : "";
    if (argc == 3 && strcmp(argv[2], "handled") == 0)
        signal(SIGTERM, note);
    if (strcmp(state, "uninterruptible") == 0)
        return uninterruptible();
    if (!*state || !strstr(" running sleeping stopped traced zombie ", state)) {
        fprintf(stderr, "states: unknown state '%s'\n", state);
        return 2;
    }
    pid_t specimen = fork();
    if (specimen == 0)
        become(state);
    printf("%d\n", (int)specimen);
    fflush(stdout);
    wait_for_end_of_input();
    kill(specimen, SIGKILL); /* nothing to a zombie: it is already dead */
    return waitpid(specimen, NULL, 0) == specimen ? 0 : 1;
}
