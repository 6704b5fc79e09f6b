/* maker: the move that makes records of a kind, and what it can be given. */
#ifndef BH_CLI_MAKER_H
#define BH_CLI_MAKER_H

#include "ledger/definition.h"

/* NULL: none is made without another record. */
const struct move *kind_maker(const struct kind *);
/* A field of that type or part that the maker fills; -1. */
int maker_part(const struct kind *, enum part);
int maker_type(const struct kind *, enum field_type);
/* The link of `from` that its maker fills and that leads to `to`; -1. */
int maker_link(const struct kind *from, const struct kind *to);

#endif
