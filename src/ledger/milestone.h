/*
 * milestone: how far a record should be, and how far it is, by the weights of
 * its milestones (节点). A percentage is never typed, and never stored: weights
 * are whole numbers, shares of their sum are compared exactly, and rounded
 * only where they are printed.
 *
 * A milestone is behind from the day after its due day, as a record is
 * overdue from the day after. A paper that tells how things stand at the end
 * of a day therefore asks for the next one.
 */
#ifndef BH_MILESTONE_H
#define BH_MILESTONE_H

#include "ledger/calendar.h"

#define MILESTONES_MAX 1000
#define MILESTONE_WEIGHT_MAX 1000000

struct milestone {
	int32_t due;		/* DAY_NONE: not dated, never behind */
	int32_t accepted;	/* the day it was accepted; DAY_NONE while it is not */
	int32_t weight;		/* 1..MILESTONE_WEIGHT_MAX */
};

/* Parts of `total`; total 0: no milestones, so nothing is behind and no share is told. */
struct progress {
	int64_t total, should, actual;
};

/* Milestones behind the first MILESTONES_MAX, and weights out of range, are not counted. */
struct progress milestone_progress(const struct milestone *, size_t n, int32_t day);

/* Whether the record is behind by so many points (hundredths of the whole) or more; exact. */
bool progress_behind(struct progress, int points);

/* For print: a share in per cent, halves rounded up; 0 of nothing. */
int progress_percent(int64_t part, int64_t total);
/* For print: should less is, each as printed, so that what is printed adds up; below 0: ahead. */
int progress_lag(struct progress);

#endif
