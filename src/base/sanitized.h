/* sanitized: whether this build watches memory (AddressSanitizer), which some things cannot run under. */
#ifndef BH_SANITIZED_H
#define BH_SANITIZED_H

#ifdef __has_feature			/* clang says it so, gcc by a macro */
#define SANITIZED __has_feature(address_sanitizer)
#elif defined __SANITIZE_ADDRESS__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#endif
