/* Which pages of some files a program reads, in order: loaded into it by LD_PRELOAD.
 *
 * A mapping of a watched file gets no access rights. The first load from a page traps
 * into our handler, which writes the page into the log, opens it, and closes the page it
 * opened WINDOW pages ago: so every change of page is seen, and only a return to one of
 * the last WINDOW pages is not. Reads by system call are logged as the pages they cover.
 *
 * Without a log it only advises: the same program, unrecorded, with MADV_RANDOM or so.
 *
 * Invariants: the log is shared memory, its first word counts references, so threads and
 * forked workers append to one order; what is not watched is left exactly as it was; the
 * handler takes one lock and calls nothing but mprotect.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FILES = 16, REGIONS = 256, MOST_WINDOW = 64, MOST_FDS = 4096 };

struct region {
    char *start;
    size_t length;
    off_t offset;
    int file, rights;
};

static struct { dev_t device; ino_t number; } files[FILES];
static int file_count, window = 2, map_advice = -1, read_advice = -1;
static struct region regions[REGIONS];
static struct { char *page; int rights; } open_pages[MOST_WINDOW];
static unsigned opened;
static size_t page_size = 4096;
static char advised[MOST_FDS];
static struct sigaction before;
static atomic_flag lock = ATOMIC_FLAG_INIT;
static _Atomic uint64_t *log_words;
static uint64_t log_room;

static void take(void) { while (atomic_flag_test_and_set(&lock)) ; }
static void give(void) { atomic_flag_clear(&lock); }

static void note(int file, uint64_t page) {
    if (!log_words) return;
    uint64_t place = atomic_fetch_add(log_words, 1);
    if (place < log_room) log_words[1 + place] = (uint64_t)file << 48 | page;
}

static int watched(int fd) {
    struct stat is;
    if (fd < 0 || !file_count || fstat(fd, &is) != 0) return -1;
    for (int i = 0; i < file_count; i++)
        if (files[i].device == is.st_dev && files[i].number == is.st_ino) return i;
    return -1;
}

static struct region *region_of(char *address) {
    for (int i = 0; i < REGIONS; i++)
        if (regions[i].start && address >= regions[i].start
            && address < regions[i].start + regions[i].length) return &regions[i];
    return NULL;
}

static void on_fault(int signal, siginfo_t *info, void *context) {
    take();
    char *page = (char *)((uintptr_t)info->si_addr & ~(page_size - 1));
    struct region *where = region_of(page);
    if (!where) {
        give();
        /* Not ours: whoever was here first handles it, or the program dies of it. */
        if (before.sa_flags & SA_SIGINFO) before.sa_sigaction(signal, info, context);
        else sigaction(SIGSEGV, &before, NULL);
        return;
    }
    note(where->file, (where->offset + (page - where->start)) / page_size);
    unsigned slot = opened++ % window;
    char *oldest = open_pages[slot].page;
    if (oldest && oldest != page && region_of(oldest)) mprotect(oldest, page_size, PROT_NONE);
    open_pages[slot].page = page;
    mprotect(page, page_size, where->rights);
    give();
}

static int number(const char *name, int otherwise) {
    const char *text = getenv(name);
    return text && *text ? atoi(text) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    char *list = getenv("OSLAB_PAGES_FILES"), *log = getenv("OSLAB_PAGES_LOG");
    if (!list) return;
    page_size = sysconf(_SC_PAGESIZE);
    map_advice = number("OSLAB_PAGES_MADVISE", -1);
    read_advice = number("OSLAB_PAGES_FADVISE", -1);
    window = number("OSLAB_PAGES_WINDOW", 2);
    if (window < 2 || window > MOST_WINDOW) window = 2;
    char *copy = strdup(list), *rest = copy;
    for (char *path; file_count < FILES && (path = strsep(&rest, "\n"));) {
        struct stat is;
        if (stat(path, &is) == 0) {
            files[file_count].device = is.st_dev;
            files[file_count].number = is.st_ino;
        }
        file_count++;
    }
    free(copy);
    int fd = log ? open(log, O_RDWR | O_CLOEXEC) : -1;
    struct stat is;
    if (fd < 0 || fstat(fd, &is) != 0) return;
    void *made = (void *)syscall(SYS_mmap, NULL, is.st_size, PROT_READ | PROT_WRITE,
                                 MAP_SHARED, fd, 0);
    close(fd);
    if (made == MAP_FAILED) return;
    log_room = is.st_size / 8 - 1;
    struct sigaction ours = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigfillset(&ours.sa_mask);
    sigaction(SIGSEGV, &ours, &before);
    log_words = made;
}

void *mmap(void *at, size_t length, int rights, int flags, int fd, off_t offset) {
    void *made = (void *)syscall(SYS_mmap, at, length, rights, flags, fd, offset);
    int file = flags & MAP_ANONYMOUS || made == MAP_FAILED ? -1 : watched(fd);
    if (file < 0 || !(rights & PROT_READ)) return made;
    if (map_advice >= 0) madvise(made, length, map_advice);
    if (!log_words) return made;
    take();
    for (int i = 0; i < REGIONS; i++)
        if (!regions[i].start) {
            regions[i] = (struct region){made, length, offset, file, rights};
            mprotect(made, length, PROT_NONE);
            break;
        }
    give();
    return made;
}

void *mmap64(void *at, size_t length, int rights, int flags, int fd, off_t offset) {
    return mmap(at, length, rights, flags, fd, offset);
}

int munmap(void *start, size_t length) {
    take();
    for (int i = 0; i < REGIONS; i++)
        if (regions[i].start == start) regions[i].start = NULL;
    give();
    return syscall(SYS_munmap, start, length);
}

static void seen(int fd, off_t offset, ssize_t got) {
    int file = got > 0 && offset >= 0 ? watched(fd) : -1;
    if (file < 0 || !log_words) return;
    for (off_t page = offset / page_size; page <= (offset + got - 1) / (off_t)page_size; page++)
        note(file, page);
}

static void advise(int fd) {
    if (read_advice < 0 || fd < 0 || fd >= MOST_FDS || advised[fd]) return;
    if (watched(fd) < 0) return;
    advised[fd] = 1;
    posix_fadvise(fd, 0, 0, read_advice);
}

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS) advised[fd] = 0;
    return syscall(SYS_close, fd);
}

ssize_t read(int fd, void *to, size_t length) {
    off_t at = file_count ? lseek(fd, 0, SEEK_CUR) : -1;
    if (at >= 0) advise(fd);
    ssize_t got = syscall(SYS_read, fd, to, length);
    if (at >= 0) seen(fd, at, got);
    return got;
}

ssize_t pread(int fd, void *to, size_t length, off_t offset) {
    advise(fd);
    ssize_t got = syscall(SYS_pread64, fd, to, length, offset);
    seen(fd, offset, got);
    return got;
}

ssize_t pread64(int fd, void *to, size_t length, off_t offset) {
    return pread(fd, to, length, offset);
}

ssize_t preadv2(int fd, const struct iovec *parts, int count, off_t offset, int flags) {
    advise(fd);
    ssize_t got = syscall(SYS_preadv2, fd, parts, (long)count, offset, 0L, (long)flags);
    seen(fd, offset, got);
    return got;
}

ssize_t preadv64v2(int fd, const struct iovec *parts, int count, off_t offset, int flags) {
    return preadv2(fd, parts, count, offset, flags);
}

ssize_t preadv(int fd, const struct iovec *parts, int count, off_t offset) {
    return preadv2(fd, parts, count, offset, 0);
}

ssize_t preadv64(int fd, const struct iovec *parts, int count, off_t offset) {
    return preadv2(fd, parts, count, offset, 0);
}

/* np.fromfile reads through stdio, whose own read calls do not pass by here. */
size_t fread(void *to, size_t size, size_t count, FILE *stream) {
    static size_t (*libc_fread)(void *, size_t, size_t, FILE *);
    if (!libc_fread) *(void **)&libc_fread = dlsym(RTLD_NEXT, "fread");
    int fd = fileno(stream);
    off_t at = file_count ? ftello(stream) : -1;
    if (at >= 0) advise(fd);
    size_t got = libc_fread(to, size, count, stream);
    if (at >= 0) seen(fd, at, (ssize_t)(got * size));
    return got;
}
