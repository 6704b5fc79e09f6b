/*
 * wide: one body, compiled twice: for vectors of 32 bytes where the processor
 * has them, and plainly. The body is a function marked WIDE_BODY; its callers
 * are one marked WIDE_TWIN and one not, chosen by wide_here().
 */
#ifndef BH_WIDE_H
#define BH_WIDE_H

#define WIDE_BODY static inline __attribute__((always_inline))

#if defined __x86_64__ && defined __GNUC__
#define WIDE_TWIN __attribute__((target("avx2")))
#define wide_here() __builtin_cpu_supports("avx2")
#else
#define WIDE_TWIN
#define wide_here() 0
#endif

#endif
