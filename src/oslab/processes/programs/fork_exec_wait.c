/* fork_exec_wait: what a shell does for every command, in one page of C.
 *
 *     fork_exec_wait COMMAND [ARGUMENT...]
 *
 * The child replaces itself by COMMAND; the parent waits and says how it ended.
 * execvp returns only if it failed, and then it is the *child* that knows why:
 * the number travels to the parent through a pipe that a successful exec closes
 * by itself (close-on-exec), and the child ends with 127 or 126, the shell's
 * way to say "not found" and "found, but it cannot be run" (POSIX, 2.8.2).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
    if (argc < 2) {
        fprintf(stderr, "usage: fork_exec_wait COMMAND [ARGUMENT...]\n");
        return 2;
    }
    int why[2], failure = 0, status;
    if (pipe2(why, O_CLOEXEC) < 0) { perror("pipe2"); return 1; }

    pid_t child = fork();            /* called once, returns twice */
    if (child < 0) { perror("fork"); return 1; }
    if (child == 0) {
        execvp(argv[1], &argv[1]);   /* on success nothing below exists */
        failure = errno;
        if (write(why[1], &failure, sizeof failure) < 0) perror("write");
        _exit(failure == ENOENT ? 127 : 126);
    }
    close(why[1]);                   /* or the read below would not end */
    if (read(why[0], &failure, sizeof failure) < 0) perror("read");
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }

    if (failure)
        printf("exec failed: %s (errno %d), exit status %d\n",
               strerror(failure), failure, WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        printf("killed by signal %d (%s)\n", WTERMSIG(status),
               strsignal(WTERMSIG(status)));
    else
        printf("exit status %d\n", WEXITSTATUS(status));
    return 0;
}
