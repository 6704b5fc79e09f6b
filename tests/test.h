/* What every test program includes; cmocka wants these headers before its own. */
#ifndef BH_TEST_H
#define BH_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* cmocka's `fail` is a macro; ours is a function of err.h. */
#undef fail
#undef fail_msg
#define fail_msg(...) \
	do { print_error("ERROR: " __VA_ARGS__), print_error("\n"); _fail(__FILE__, __LINE__); } while (0)

#include "base/arena.h"

/* Fails with both shown when s is not exactly `want`. */
#define assert_str(s, want)                                                              \
	do {                                                                             \
		struct str got_ = (s), want_ = cstr(want);                               \
		if (!str_eq(got_, want_))                                                \
			fail_msg("got <%.*s>, want <%s>", STR_ARG(got_), (want));        \
	} while (0)

#endif
