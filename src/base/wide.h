/*
 * wide: vectors of 32 bytes where the processor has them. A function marked
 * WIDE may be called where wide_here() says so; a plain one stands beside it.
 * Without WIDE there is the plain one alone.
 */
#ifndef BH_WIDE_H
#define BH_WIDE_H

#if defined __x86_64__ && defined __GNUC__
#define WIDE __attribute__((target("avx2")))
#define wide_here() __builtin_cpu_supports("avx2")
#endif

#endif
