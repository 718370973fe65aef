/* page_faults: do what a page does not allow, and print what the processor said.
 *
 * A page fault pushes an error code. The kernel hands it to the handler of SIGSEGV in
 * the saved registers, next to the number of the trap (14: page fault, 13: general
 * protection). For addresses of the kernel it sets the bit "present" in any case, so
 * that nobody learns its layout (arch/x86/mm/fault.c).
 *
 * Prints one line each: NAME TRAP ERROR_CODE
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#if !defined(__x86_64__)
int main(void) { return 3; }  /* other processors have other codes */
#else
static sigjmp_buf back;
static volatile long trap, code;

static void handler(int signal, siginfo_t *info, void *context) {
    (void)signal; (void)info;
    greg_t *saved = ((ucontext_t *)context)->uc_mcontext.gregs;
    trap = saved[REG_TRAPNO];
    code = saved[REG_ERR];
    siglongjmp(back, 1);
}

static volatile char *page(int protection) {
    void *made = mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED) { perror("mmap"); exit(1); }
    return made;
}

static void tell(const char *name) { printf("%s %ld %ld\n", name, trap, code); }

#define ATTEMPT(name, access)                                   \
    do {                                                        \
        trap = code = 0;                                        \
        if (sigsetjmp(back, 1) == 0) { access; }                \
        tell(name);                                             \
    } while (0)

int main(void) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);

    volatile char *gone = page(PROT_READ | PROT_WRITE);
    munmap((void *)gone, 4096);
    ATTEMPT("read_unmapped", (void)*gone);
    ATTEMPT("write_unmapped", *gone = 1);

    volatile char *fresh = page(PROT_READ);
    ATTEMPT("write_untouched", *fresh = 1);
    volatile char *readable = page(PROT_READ);
    (void)*readable;  /* now it is present: the zero page */
    ATTEMPT("write_read_only", *readable = 1);

    volatile char *data = page(PROT_READ | PROT_WRITE);
    *data = (char)0xc3;  /* the instruction ret */
    ATTEMPT("fetch_data", ((void (*)(void))(void *)data)());

    ATTEMPT("read_kernel", (void)*(volatile char *)0xffffffff81000000);
    ATTEMPT("read_not_canonical", (void)*(volatile char *)0x0000800000000000);

    mprotect((void *)data, 4096, PROT_READ | PROT_EXEC);
    ATTEMPT("fetch_allowed", ((void (*)(void))(void *)data)());
    return 0;
}
#endif
