/* What the CPU says of itself: the leaves of CPUID that tell of its TLBs.

   Prints a line LEAF SUBLEAF EAX EBX ECX EDX, all hexadecimal, for each leaf that
   there is. On other architectures it prints nothing and ends with status 3. */
#include <stdio.h>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

static void tell(unsigned leaf, unsigned subleaf)
{
    unsigned a, b, c, d;
    if (__get_cpuid_count(leaf, subleaf, &a, &b, &c, &d))
        printf("%x %x %x %x %x %x\n", leaf, subleaf, a, b, c, d);
}

int main(void)
{
    unsigned a, b, c, d, last;

    tell(0, 0);
    tell(2, 0);
    /* Leaf 18: subleaf 0 says in EAX which subleaf is the last. */
    last = __get_cpuid_count(0x18, 0, &a, &b, &c, &d) ? a : 0;
    for (unsigned i = 0; i <= last && i < 64; i++)
        tell(0x18, i);
    tell(0x80000005, 0);
    tell(0x80000006, 0);
    return 0;
}
#else
int main(void)
{
    return 3;
}
#endif
